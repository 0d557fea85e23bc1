package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.wire.Heartbeats.Heartbeat;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.mirror.MirrorMakerOracle;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final Heartbeat HEARTBEAT = new Heartbeat("a", "b", 7);

    @Test
    void theBytesAreMirrorMakers() {
        assertThat(HexFormat.of().formatHex(Heartbeats.encodeKey(HEARTBEAT))).isEqualTo("000161000162");
        assertThat(HexFormat.of().formatHex(Heartbeats.encodeValue(HEARTBEAT))).isEqualTo("00000000000000000007");
        for (Heartbeat heartbeat : new Heartbeat[] {
            HEARTBEAT, new Heartbeat("dc1", "dc2", 1_700_000_000_123L), new Heartbeat("zürich", "東京", -1)
        }) {
            assertThat(Heartbeats.encodeKey(heartbeat))
                    .isEqualTo(MirrorMakerOracle.heartbeatKey(
                            heartbeat.source(), heartbeat.target(), heartbeat.timestampMs()));
            assertThat(Heartbeats.encodeValue(heartbeat))
                    .isEqualTo(MirrorMakerOracle.heartbeatValue(
                            heartbeat.source(), heartbeat.target(), heartbeat.timestampMs()));
        }
    }

    @Test
    void mirrorMakerReadsOursAndWeReadTheirs() {
        byte[] key = Heartbeats.encodeKey(HEARTBEAT);
        byte[] value = Heartbeats.encodeValue(HEARTBEAT);
        var theirs = org.apache.kafka.connect.mirror.Heartbeat.deserializeRecord(
                new ConsumerRecord<>("heartbeats", 0, 0, key, value));

        assertThat(theirs).hasToString("Heartbeat{sourceClusterAlias=a, targetClusterAlias=b, timestamp=7}");
        assertThat(Heartbeats.decode(key, value)).contains(HEARTBEAT);
    }

    @Test
    void whatIsNoHeartbeatIsNone() {
        byte[] key = Heartbeats.encodeKey(HEARTBEAT);
        byte[] value = Heartbeats.encodeValue(HEARTBEAT);

        assertThat(Heartbeats.decode(null, value)).isEmpty();
        assertThat(Heartbeats.decode(key, null)).isEmpty();
        for (int length = 0; length < key.length; length++) {
            assertThat(Heartbeats.decode(Arrays.copyOf(key, length), value)).isEmpty();
        }
        assertThat(Heartbeats.decode(key, Arrays.copyOf(value, value.length - 1)))
                .isEmpty();
    }
}
