package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.OffsetSync;
import org.junit.jupiter.api.Test;

/** MirrorMaker 2's own class is the oracle. */
class OffsetSyncsTest {
    /** Bytes that MirrorMaker 2 4.3.1 was seen to write. */
    @Test
    void hasMirrorMakersBytes() {
        var sync = new OffsetSyncs.Sync(new TopicPartition("t", 1), 10, 20);

        assertThat(OffsetSyncs.encodeKey(sync.partition())).isEqualTo(bytes("00017400000001"));
        assertThat(OffsetSyncs.encodeValue(sync)).isEqualTo(bytes("000000000000000a0000000000000014"));
        assertThat(OffsetSyncs.decode(bytes("00017400000001"), bytes("000000000000000a0000000000000014")))
                .contains(sync);
    }

    @Test
    void mirrorMakerReadsWhatWeWrite() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var partition = new TopicPartition("orders.é" + random.nextInt(1000), random.nextInt(1000));
            var ours = new OffsetSyncs.Sync(partition, random.nextLong() >>> 1, random.nextLong() >>> 1);

            OffsetSync theirs = OffsetSync.deserializeRecord(new ConsumerRecord<>(
                    "syncs", 0, 0, OffsetSyncs.encodeKey(partition), OffsetSyncs.encodeValue(ours)));

            assertThat(theirs)
                    .as("seed %d", seed)
                    .isEqualTo(new OffsetSync(partition, ours.upstreamOffset(), ours.downstreamOffset()));
        }
    }

    @Test
    void anythingElseIsNoSync() {
        byte[] key = bytes("00017400000001");
        byte[] value = bytes("000000000000000a0000000000000014");

        assertThat(OffsetSyncs.decode(null, value)).isEmpty();
        assertThat(OffsetSyncs.decode(key, null)).isEmpty();
        assertThat(OffsetSyncs.decode(bytes("00"), value)).isEmpty();
        assertThat(OffsetSyncs.decode(bytes("ffff7400000001"), value)).isEmpty();
        assertThat(OffsetSyncs.decode(bytes("7fff7400000001"), value)).isEmpty();
        assertThat(OffsetSyncs.decode(bytes("000174000000"), value)).isEmpty();
        assertThat(OffsetSyncs.decode(key, bytes("000000000000000a"))).isEmpty();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
