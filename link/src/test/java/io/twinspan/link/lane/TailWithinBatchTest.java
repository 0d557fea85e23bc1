package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** A confirmed position that lies within a batch of the target. */
class TailWithinBatchTest {
    private static final Tail.Rules RULES = new Tail.Rules(true, true);
    private static final int ORIGIN = 77;
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);

    /** The target's offset 1000 holds the lane's record 900. */
    private static final long SHIFT = 100;

    @Test
    void holdsWhatWasAppendedAfterThePosition() {
        Tail tail = tailFrom(1_010);

        tail.read(batch(1_000, 10));
        tail.read(batch(1_010, 5));

        assertThat(offsets(tail)).containsExactly(1_010L, 1_011L, 1_012L, 1_013L, 1_014L);
        assertThat(tail.position()).isEqualTo(1_015);
    }

    @Test
    void takesOnlyTheRestOfABatchInWhichThePositionLies() {
        Tail tail = tailFrom(1_007);

        tail.read(batch(1_000, 10));
        tail.read(batch(1_010, 2));

        assertThat(offsets(tail)).containsExactly(1_007L, 1_008L, 1_009L, 1_010L, 1_011L);
    }

    @Test
    void contradictsABatchWhoseSequenceDoesNotFitThePositionWithinIt() {
        for (int wrong : new int[] {-1, 1}) {
            var tail = new Tail(LANE, 1_007, Map.of(ORIGIN, 1_007 - SHIFT + wrong), RULES);

            tail.read(batch(1_000, 10));

            assertThat(tail.contradiction()).contains("1007");
        }
    }

    private static Tail tailFrom(long target) {
        return new Tail(LANE, target, Map.of(ORIGIN, target - SHIFT), RULES);
    }

    private static ByteBuffer batch(long base, int count) {
        SimpleRecord[] records = IntStream.range(0, count)
                .mapToObj(i -> new SimpleRecord(1_000 + i, new byte[] {(byte) i}))
                .toArray(SimpleRecord[]::new);
        return MemoryRecords.withIdempotentRecords(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        base,
                        Compression.NONE,
                        ProducerIds.of(ORIGIN, LANE),
                        (short) 0,
                        ProducerIds.sequence(base - SHIFT),
                        RecordBatch.NO_PARTITION_LEADER_EPOCH,
                        records)
                .buffer();
    }

    private static List<Long> offsets(Tail tail) {
        var offsets = new ArrayList<Long>();
        for (int i = 0; i < tail.size(); i++) {
            offsets.add(tail.offset(i));
        }
        return offsets;
    }
}
