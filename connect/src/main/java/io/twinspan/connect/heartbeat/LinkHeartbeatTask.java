package io.twinspan.connect.heartbeat;

import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.Heartbeats;
import io.twinspan.model.wire.Heartbeats.Heartbeat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits a link's heartbeats. Confined to Connect's task thread, but for {@link #stop} and {@link #commitRecord}, which any may call.
 *
 * <p>Each call of {@code poll} returns within half a second, so that a task with a long interval can be stopped.
 */
public final class LinkHeartbeatTask extends SourceTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkHeartbeatTask.class);
    private static final long LONGEST_WAIT_MS = 500;
    private static final long RETRY_MS = 5_000;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable HeartbeatSettings settings;
    private @Nullable String topic;
    private volatile @Nullable ConnectException storeFailure;
    private boolean ready;
    private String trouble = "";
    private long nextNanos;

    @Override
    public String version() {
        return new LinkHeartbeatConnector().version();
    }

    @Override
    public void start(Map<String, String> properties) {
        try {
            HeartbeatSettings parsed = HeartbeatSettings.parse(properties);
            settings = parsed;
            topic = parsed.topic();
            nextNanos = System.nanoTime();
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        HeartbeatSettings known = settings;
        String to = topic;
        ConnectException changed = storeFailure;
        if (changed != null) {
            throw changed;
        }
        if (known == null || to == null || known.interval() == null) {
            stopped.await(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS);
            return null;
        }
        long waitNanos = Math.min(nextNanos - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MS));
        if (stopped.await(waitNanos, TimeUnit.NANOSECONDS) || System.nanoTime() - nextNanos < 0) {
            return null;
        }
        if (!ready && !prepare(known, to)) {
            nextNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
            return null;
        }
        // From the time that was due, so that intervals do not add up delays; but what was missed is not made up for.
        nextNanos = Math.max(nextNanos, System.nanoTime() - known.interval().toNanos())
                + known.interval().toNanos();
        return List.of(record(known, to, System.currentTimeMillis()));
    }

    private boolean prepare(HeartbeatSettings known, String to) {
        try {
            HeartbeatsTopic.ensure(known, to);
            ready = true;
        } catch (TransientFailure e) {
            String now = String.valueOf(e.getMessage());
            if (!now.equals(trouble)) {
                trouble = now;
                LOGGER.warn("Link {}: no heartbeats yet; it is tried again every 5 s. {}", known.link(), now);
            }
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        return ready;
    }

    static SourceRecord record(HeartbeatSettings settings, String topic, long nowMs) {
        String source = settings.link().source().value();
        String target = settings.link().target().value();
        var heartbeat = new Heartbeat(source, target, nowMs);
        return new SourceRecord(
                HeartbeatOffsets.partition(source, target),
                HeartbeatOffsets.OFFSET,
                topic,
                0,
                Schema.BYTES_SCHEMA,
                Heartbeats.encodeKey(heartbeat),
                Schema.BYTES_SCHEMA,
                Heartbeats.encodeValue(heartbeat),
                nowMs);
    }

    /** A converter of the worker may have made something else of the bytes; then nobody could read the heartbeats. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (metadata != null && metadata.serializedKeySize() != ((byte[]) record.key()).length) {
            storeFailure = new ConnectException("The heartbeats were changed on their way to " + metadata.topic()
                    + ". Set 'key.converter' and 'value.converter' of the connector to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter.");
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
    }
}
