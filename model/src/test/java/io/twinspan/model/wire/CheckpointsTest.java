package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private static final Checkpoint SMALL = new Checkpoint("g", new TopicPartition("t", 1), 10, 20, "m");

    @Test
    void theBytesAreThoseOfMirrorMaker2() {
        assertThat(HexFormat.of().formatHex(Checkpoints.encodeKey(SMALL))).isEqualTo("00016700017400000001");
        assertThat(HexFormat.of().formatHex(Checkpoints.encodeValue(SMALL)))
                .isEqualTo("0000000000000000000a000000000000001400016d");
    }

    @Test
    void mirrorMaker2ReadsOursAndWeReadIts() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            var ours = new Checkpoint(
                    text(random, 40),
                    new TopicPartition(text(random, 60), random.nextInt(1_000)),
                    random.nextLong() >>> 1,
                    random.nextLong() >>> 1,
                    text(random, 100));
            byte[] key = Checkpoints.encodeKey(ours);
            byte[] value = Checkpoints.encodeValue(ours);

            var theirs = org.apache.kafka.connect.mirror.Checkpoint.deserializeRecord(
                    new ConsumerRecord<>("checkpoints", 0, 0, key, value));

            assertThat(theirs.consumerGroupId()).isEqualTo(ours.group());
            assertThat(theirs.topicPartition()).isEqualTo(ours.partition());
            assertThat(theirs.upstreamOffset()).isEqualTo(ours.upstreamOffset());
            assertThat(theirs.downstreamOffset()).isEqualTo(ours.downstreamOffset());
            assertThat(theirs.metadata()).isEqualTo(ours.metadata());
            assertThat(Checkpoints.decode(key, value)).contains(ours);
        }
    }

    @Test
    void anythingElseIsNoCheckpoint() {
        byte[] key = Checkpoints.encodeKey(SMALL);
        byte[] value = Checkpoints.encodeValue(SMALL);
        assertThat(Checkpoints.decode(key, null)).isEmpty();
        assertThat(Checkpoints.decode(null, value)).isEmpty();
        for (int length = 0; length < key.length; length++) {
            assertThat(Checkpoints.decode(Arrays.copyOf(key, length), value)).isEmpty();
        }
        for (int length = 0; length < value.length; length++) {
            assertThat(Checkpoints.decode(key, Arrays.copyOf(value, length))).isEmpty();
        }
        value[1] = 1;
        assertThat(Checkpoints.decode(key, value)).as("another version").isEmpty();
    }

    @Test
    void refusesATextThatDoesNotFit() {
        var large = new Checkpoint("g", new TopicPartition("t", 0), 0, 0, "x".repeat(40_000));

        assertThatThrownBy(() -> Checkpoints.encodeValue(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40000 bytes");
    }

    private static String text(Random random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(random.nextInt(10) == 0 ? 'ä' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
