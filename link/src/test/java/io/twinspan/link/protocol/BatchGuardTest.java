package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.exchange.Append;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class BatchGuardTest {

    @Test
    void letsACompleteBatchPassWhereverItLiesInItsBuffer() {
        ByteBuffer batch = SampleBatches.batch(3);
        ByteBuffer within = ByteBuffer.allocate(batch.remaining() + 20);
        within.position(7).put(batch.duplicate()).limit(within.position()).position(7);

        assertThatCode(() -> BatchGuard.check(entry(batch))).doesNotThrowAnyException();
        assertThatCode(() -> BatchGuard.check(entry(within))).doesNotThrowAnyException();
    }

    @Test
    void refusesABatchWhoseRecordsAndOffsetsDoNotMatch() {
        refuses("counts 3 records over an offset span of 9", batch -> batch.putInt(23, 8));
        refuses("counts 2 records over an offset span of 3", batch -> batch.putInt(57, 2));
        refuses("counts 0 records", batch -> batch.putInt(57, 0).putInt(23, -1));
    }

    @Test
    void refusesABatchThatIsCutShortOrFollowedByMore() {
        refuses("bytes are given", batch -> batch.limit(batch.limit() - 1));
        refuses("bytes are given", batch -> batch.putInt(8, batch.remaining() - 13));
        refuses("less than a batch header", batch -> batch.limit(60));
    }

    @Test
    void refusesAControlBatchATransactionsAndADeleteHorizon() {
        refuses("0x10", batch -> batch.putShort(21, (short) 0x10));
        refuses("0x20", batch -> batch.putShort(21, (short) 0x20));
        refuses("0x40", batch -> batch.putShort(21, (short) 0x40));
    }

    @Test
    void refusesAnOldFormatAndAnOffset() {
        refuses("message format 1", batch -> batch.put(16, (byte) 1));
        refuses("base offset 4711", batch -> batch.putLong(0, 4711));
    }

    private static void refuses(String because, Consumer<ByteBuffer> damage) {
        ByteBuffer batch = SampleBatches.batch(3);
        damage.accept(batch);

        assertThatThrownBy(() -> BatchGuard.check(entry(batch)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders-5")
                .hasMessageContaining(because);
    }

    private static Append.Entry entry(ByteBuffer batch) {
        return new Append.Entry("orders", Uuid.ZERO_UUID, 5, batch);
    }
}
