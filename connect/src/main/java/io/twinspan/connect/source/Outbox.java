package io.twinspan.connect.source;

import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The position records of a task that are on their way into the positions topic through Connect's producer. Confined to the task's thread,
 * but for {@link #committed}, which Connect calls on its producer's thread.
 */
final class Outbox {
    private static final Duration TRANSIT_STEP = Duration.ofMillis(5);

    private final SourceSettings settings;
    private final String topic;
    private final List<TopicPartition> lanes;
    private final Function<TopicPartition, OptionalLong> connectOffset;
    private final Map<TopicPartition, Long> copiedBelow = new HashMap<>();

    // Filled on Connect's producer thread, emptied on the task's.
    private final Queue<PositionRecord> durable = new ConcurrentLinkedQueue<>();
    private final Queue<SourceRecord> again = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inTransit = new AtomicInteger();
    private volatile @Nullable ConnectException failure;

    /**
     * @param topic the positions topic
     * @param lanes the task's partitions
     * @param connectOffset where Connect's own offsets say to go on
     */
    Outbox(
            SourceSettings settings,
            String topic,
            List<TopicPartition> lanes,
            Function<TopicPartition, OptionalLong> connectOffset) {
        this.settings = settings;
        this.topic = topic;
        this.lanes = List.copyOf(lanes);
        this.connectOffset = connectOffset;
    }

    /** Says how far a partition has been copied, as is stored already. */
    void knows(Tip tip) {
        copiedBelow.put(new TopicPartition(tip.lane().topic(), tip.lane().partition()), tip.source());
    }

    /**
     * Hands records to Connect: those that go out again, and these.
     *
     * @param partitions how many partitions the topic has
     * @return null if there are none
     */
    @Nullable
    List<SourceRecord> send(List<PositionRecord> positions, int partitions) {
        var records = new ArrayList<SourceRecord>();
        for (SourceRecord record = again.poll(); record != null; record = again.poll()) {
            records.add(record);
        }
        positions.forEach(position -> records.add(toSourceRecord(position, partitions)));
        inTransit.addAndGet(records.size());
        return records.isEmpty() ? null : records;
    }

    private SourceRecord toSourceRecord(PositionRecord position, int partitions) {
        PositionKey key = StoredPosition.keyOf(position);
        boolean isPulse = key instanceof PositionKey.OfPulse;
        // A pulse is of no partition, but Connect keeps an offset with every record.
        var partition = isPulse && !lanes.isEmpty() ? lanes.get(0) : new TopicPartition(key.topic(), key.partition());
        if (position instanceof Start start) {
            copiedBelow.putIfAbsent(partition, start.tip().source());
        } else if (position instanceof TipRecord tip) {
            copiedBelow.put(partition, tip.tip().source());
        } else if (position instanceof RunsPage page) {
            // What a run maps is in the target, so its end is as good as a tip.
            long end = page.runs().get(page.runs().size() - 1).sourceEnd();
            copiedBelow.merge(partition, end, Math::max);
        }
        long next = copiedBelow.computeIfAbsent(
                partition, of -> connectOffset.apply(of).orElse(0));
        var place = new StoredPosition.Place(
                topic,
                isPulse ? null : PositionRecords.partitionOf(partition.topic(), partition.partition(), partitions));
        return StoredPosition.of(
                position,
                key,
                SourceOffsets.partition(settings.link().source(), partition),
                SourceOffsets.copiedBelow(next),
                place);
    }

    /** Sends a record out with the next ones. */
    void later(PositionRecord position, int partitions) {
        again.add(toSourceRecord(position, partitions));
    }

    /** Connect is done with a record. */
    void committed(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!(record instanceof StoredPosition stored)) {
            return;
        }
        inTransit.decrementAndGet();
        if (metadata == null) {
            // Connect gave the record up ('errors.tolerance = all'), but a position may not be lost: it goes out again.
            again.add(stored);
            return;
        }
        if (metadata.serializedKeySize() != stored.keySize()) {
            failure = new ConnectException("The stored positions were changed on their way to " + metadata.topic()
                    + ". Set 'key.converter' and 'value.converter' of the connector to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter.");
            return;
        }
        durable.add(stored.position());
    }

    /** Why records cannot be stored at all; null if they can. */
    @Nullable
    ConnectException failure() {
        return failure;
    }

    /** Hands over, once, what has become durable. */
    void takeDurable(Consumer<PositionRecord> taker) {
        for (PositionRecord record = durable.poll(); record != null; record = durable.poll()) {
            taker.accept(record);
        }
    }

    /** Whether some records are to go out again. */
    boolean hasMore() {
        return !again.isEmpty();
    }

    /** Whether everything that was handed over is durable. */
    boolean isDone() {
        return inTransit.get() == 0 && again.isEmpty() && failure == null;
    }

    /** Waits for what is under way: Connect's producer still works, and answers soon if it can. */
    void awaitTransit(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (inTransit.get() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TRANSIT_STEP.toNanos());
        }
    }
}
