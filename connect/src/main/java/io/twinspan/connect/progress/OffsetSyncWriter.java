package io.twinspan.connect.progress;

import io.twinspan.link.LinkStats;
import io.twinspan.model.position.Run;
import io.twinspan.model.wire.OffsetSyncs;
import io.twinspan.model.wire.OffsetSyncs.Sync;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes MirrorMaker 2's offset syncs, from which its checkpoint connector and {@code OffsetSyncStore} translate offsets. Confined to
 * the task's thread, but for {@link #flushed}.
 */
public final class OffsetSyncWriter implements Follower {
    private static final int ONLY_PARTITION = 0;

    private final String topic;
    private final long lagMax;
    private final NewestRecords records;
    private final Map<TopicPartition, OffsetSyncRule> rules = new HashMap<>();
    private final Map<TopicPartition, Sync> delayed = new LinkedHashMap<>();
    private volatile boolean flush;

    /**
     * @param cluster that holds the topic, for people
     * @param lagMax {@code offset.lag.max}
     * @param client a producer's configuration
     */
    public OffsetSyncWriter(
            String topic,
            String cluster,
            long lagMax,
            Map<String, Object> client,
            Function<Map<String, Object>, Producer<byte[], byte[]>> producers) {
        this.topic = topic;
        this.lagMax = lagMax;
        this.records =
                new NewestRecords("MirrorMaker 2's offset syncs, " + topic + " on " + cluster + ",", client, producers);
    }

    @Override
    public void durable(PositionRecord record) {
        if (!(record instanceof RunsPage page)) {
            return;
        }
        Run run = page.runs().get(page.runs().size() - 1);
        var partition = new TopicPartition(page.lane().topic(), page.lane().partition());
        var sync = new Sync(partition, run.sourceEnd() - 1, run.targetEnd() - 1);
        delayed.put(partition, sync);
        if (rules.computeIfAbsent(partition, unused -> new OffsetSyncRule(lagMax))
                .isDue(run)) {
            delayed.remove(partition);
            put(sync);
        }
    }

    private void put(Sync sync) {
        records.put(
                sync.partition(),
                new ProducerRecord<>(
                        topic, ONLY_PARTITION, OffsetSyncs.encodeKey(sync.partition()), OffsetSyncs.encodeValue(sync)));
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        if (flush) {
            flush = false;
            promote();
        }
        records.send(nowMs);
    }

    private void promote() {
        delayed.values().forEach(this::put);
        delayed.clear();
    }

    @Override
    public void flushed() {
        flush = true;
    }

    @Override
    public void close(Duration atMost) {
        promote();
        records.close(atMost);
    }
}
