package io.twinspan.connect.source;

import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.ControlRecord;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic: tells a task when an operator has ordered something for one of its partitions. What was ordered is in
 * the positions topic, which the task then reads anew. Confined to the task's thread.
 *
 * <p>Copying does not depend on it: where the control topic cannot be read, that is logged once, and orders wait for the next start.
 */
final class Orders implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long RETRY_EVERY_MS = 30_000;

    private final LinkName link;
    private final Set<TopicPartition> lanes;
    private final PositionsReading reading;
    private boolean isRead;
    private boolean hasComplained;
    private long dueMs = Long.MIN_VALUE;
    private @Nullable LaneOrder latest;

    /** Begins to read the control topic. */
    interface Opener {
        PositionsReading open(SourceSettings settings, Consumer<ConsumerRecord<byte[], byte[]>> sink);
    }

    Orders(SourceSettings settings, Collection<TopicPartition> lanes, Opener opener) {
        this.link = settings.link();
        this.lanes = Set.copyOf(lanes);
        this.reading = opener.open(settings, this::take);
    }

    /**
     * Reads what was ordered before now, which the positions topic tells of; returns whether that is done, or cannot be. Orders that
     * come later are news.
     */
    boolean isUpToDate(Duration atMost) {
        if (!isRead) {
            isRead = advance(atMost);
        }
        latest = null;
        return isRead || hasComplained;
    }

    /** The last order since, for one of the task's partitions, or null; asks the cluster now and then. */
    @Nullable
    LaneOrder next(long nowMs) {
        if (nowMs < dueMs) {
            return null;
        }
        boolean read = advance(Duration.ZERO);
        if (read && !isRead) {
            // What had been ordered while the topic could not be read; better read twice than missed.
            isRead = true;
        }
        dueMs = nowMs + (hasComplained ? RETRY_EVERY_MS : LOOK_EVERY_MS);
        LaneOrder found = latest;
        latest = null;
        return found;
    }

    private boolean advance(Duration atMost) {
        try {
            boolean read = reading.advance(atMost);
            hasComplained = false;
            return read;
        } catch (ReplicationException e) {
            if (!hasComplained) {
                hasComplained = true;
                LOGGER.warn(
                        "Link {}: orders of 'twinspan lanes' are not heard until the next start of the task, since the control topic"
                                + " cannot be read: {}",
                        link,
                        e.getMessage());
            }
            return false;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        ControlRecord decoded = ControlRecords.decode(record.key(), record.value());
        if (decoded instanceof LaneOrder order
                && lanes.contains(new TopicPartition(order.topic(), order.partition()))) {
            latest = order;
        } else if (decoded instanceof ControlRecord.Unknown unknown) {
            LOGGER.warn(
                    "Link {}: the record at offset {} of {} is left out: {}",
                    link,
                    record.offset(),
                    record.topic(),
                    unknown.detail());
        }
    }

    @Override
    public void close() {
        reading.close();
    }
}
