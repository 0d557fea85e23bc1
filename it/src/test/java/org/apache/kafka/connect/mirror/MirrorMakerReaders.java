package org.apache.kafka.connect.mirror;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** MirrorMaker 2's own readers of what is in its internal topics. Stateless. */
public final class MirrorMakerReaders {
    private MirrorMakerReaders() {}

    /** A record as MirrorMaker 2 writes it. Immutable by agreement. */
    public record Bytes(byte[] key, byte[] value) {}

    /** What MirrorMaker 2 reads from a record of an offset-syncs topic, and would write again. */
    public static Bytes offsetSync(ConsumerRecord<byte[], byte[]> record) {
        OffsetSync sync = OffsetSync.deserializeRecord(record);
        return new Bytes(sync.recordKey(), sync.recordValue());
    }

    /** The same of a checkpoints topic. */
    public static Bytes checkpoint(ConsumerRecord<byte[], byte[]> record) {
        Checkpoint checkpoint = Checkpoint.deserializeRecord(record);
        return new Bytes(checkpoint.recordKey(), checkpoint.recordValue());
    }

    /** The same of a heartbeats topic. */
    public static Bytes heartbeat(ConsumerRecord<byte[], byte[]> record) {
        Heartbeat heartbeat = Heartbeat.deserializeRecord(record);
        return new Bytes(heartbeat.recordKey(), heartbeat.recordValue());
    }

    /** MirrorMaker 2's translation by offset syncs, all of which it has read. Thread-safe as the store is. */
    public static final class Syncs implements AutoCloseable {
        private final OffsetSyncStore store;

        /** @param connector the configuration of a checkpoint connector of the link */
        public Syncs(Map<String, String> connector) {
            store = new OffsetSyncStore(new MirrorCheckpointConfig(connector));
            store.start(false);
        }

        /** Where in the target a group goes on that is at this offset in the source: empty or -1 if the syncs do not say. */
        public OptionalLong translate(TopicPartition partition, long upstream) {
            return store.translateDownstream("any", partition, upstream);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
