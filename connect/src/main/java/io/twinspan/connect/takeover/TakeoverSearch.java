package io.twinspan.connect.takeover;

import io.twinspan.client.cluster.ClusterErrors;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds, for partitions that MirrorMaker 2 copied, where to go on: reads the end of each copy, then the source from what MirrorMaker 2
 * stored last, all partitions at once and in small steps. Confined to one thread.
 */
public final class TakeoverSearch implements AutoCloseable {
    private final Map<TopicPartition, TailMatch> matches = new HashMap<>();
    private final Sweep target;
    private final Sweep source;
    private boolean targetRead;

    /**
     * A partition that MirrorMaker 2 copied. Immutable.
     *
     * @param stored the source offset after the last one that it stored as copied
     */
    public record Wanted(TopicPartition source, TopicPartition target, long stored) {}

    /**
     * Where to go on. Immutable.
     *
     * @param start a source offset
     * @param beyond how many records the target holds already from the stored offset on
     * @param isProven whether the target's end was found in the source
     */
    public record Found(long start, long beyond, boolean isProven) {}

    /** One cluster, with a consumer that belongs to the search from now on. Immutable. */
    public record Side(Consumer<byte[], byte[]> consumer, ClusterErrors errors) {}

    public TakeoverSearch(Collection<Wanted> wanted, Side source, Side target) {
        var ofSource = new HashMap<TopicPartition, Sweep.Part>();
        var ofTarget = new HashMap<TopicPartition, Sweep.Part>();
        for (Wanted one : wanted) {
            var match = new TailMatch(one.stored());
            matches.put(one.source(), match);
            ofSource.put(one.source(), new SourcePart(match, one.stored()));
            ofTarget.put(one.target(), new TargetPart(match));
        }
        this.source = new Sweep(source.consumer(), source.errors(), ofSource);
        this.target = new Sweep(target.consumer(), target.errors(), ofTarget);
    }

    /** Reads on, for about as long as given; returns whether everything is found. */
    public boolean advance(Duration atMost) {
        if (!targetRead) {
            targetRead = target.advance(atMost);
            return false;
        }
        return source.advance(atMost);
    }

    /** Where each partition is to go on, by source partition. */
    public Map<TopicPartition, Found> found() {
        var found = new HashMap<TopicPartition, Found>();
        matches.forEach(
                (partition, match) -> found.put(partition, new Found(match.start(), match.beyond(), match.isFound())));
        return found;
    }

    @Override
    public void close() {
        target.close();
        source.close();
    }

    private record TargetPart(TailMatch match) implements Sweep.Part {
        @Override
        public long from(long end) {
            return end - TailMatch.WINDOW;
        }

        @Override
        public boolean take(ConsumerRecord<byte[], byte[]> record) {
            match.target(record);
            return true;
        }

        @Override
        public void ended() {}
    }

    private record SourcePart(TailMatch match, long stored) implements Sweep.Part {
        @Override
        public long from(long end) {
            return stored - TailMatch.WINDOW;
        }

        @Override
        public boolean take(ConsumerRecord<byte[], byte[]> record) {
            return match.source(record);
        }

        @Override
        public void ended() {
            match.sourceEnded();
        }
    }
}
