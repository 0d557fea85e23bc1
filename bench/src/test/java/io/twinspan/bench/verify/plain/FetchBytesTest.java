package io.twinspan.bench.verify.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.bench.verify.plain.FetchBytes.Cursor;
import io.twinspan.bench.verify.plain.FetchBytes.Limits;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** Kafka's own classes are the oracle. */
class FetchBytesTest {
    private static final short VERSION = 10;
    private final Cursor first = new Cursor(3);
    private final Cursor second = new Cursor(5);
    private final Cursor[] cursors = {first, second};

    private static MemoryRecords batch(long offset, int records) {
        SimpleRecord[] all = new SimpleRecord[records];
        for (int i = 0; i < records; i++) {
            all[i] = new SimpleRecord(("value " + i).getBytes());
        }
        return MemoryRecords.withRecords(offset, Compression.NONE, all);
    }

    private static ByteBuffer joined(MemoryRecords... batches) {
        ByteBuffer all = ByteBuffer.allocate(1 << 16);
        for (MemoryRecords batch : batches) {
            all.put(batch.buffer().duplicate());
        }
        return all.flip();
    }

    private static PartitionData partition(int number, long end, ByteBuffer records) {
        return new PartitionData()
                .setPartitionIndex(number)
                .setHighWatermark(end)
                .setAbortedTransactions(List.of(new AbortedTransaction(), new AbortedTransaction()))
                .setRecords(MemoryRecords.readableRecords(records));
    }

    private static ByteBuffer answer(PartitionData... partitions) {
        FetchResponseData data = new FetchResponseData();
        data.responses().add(new FetchableTopicResponse().setTopic("orders").setPartitions(List.of(partitions)));
        ByteBuffer header = MessageUtil.toByteBufferAccessor(new ResponseHeaderData(), (short) 0)
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(data, VERSION).buffer();
        return ByteBuffer.allocate(header.remaining() + body.remaining())
                .put(header)
                .put(body)
                .flip();
    }

    @Test
    void asksAsKafkaUnderstandsIt() {
        ByteBuffer out = ByteBuffer.allocate(1 << 10);

        FetchBytes.request(out, "bench", "orders", cursors, new Limits(4_000, 2_000));

        out.flip();
        assertThat(out.getInt()).isEqualTo(out.remaining());
        RequestHeaderData header = new RequestHeaderData(new ByteBufferAccessor(out), (short) 1);
        assertThat(header.requestApiVersion()).isEqualTo(VERSION);
        assertThat(header.clientId()).isEqualTo("bench");
        FetchRequestData asked = new FetchRequestData(new ByteBufferAccessor(out), VERSION);
        assertThat(out.hasRemaining()).isFalse();
        assertThat(asked.maxBytes()).isEqualTo(4_000);
        assertThat(asked.sessionEpoch()).isEqualTo(-1);
        assertThat(asked.topics().get(0).topic()).isEqualTo("orders");
        assertThat(asked.topics().get(0).partitions())
                .extracting(FetchRequestData.FetchPartition::partition)
                .containsExactly(3, 5);
        assertThat(asked.topics().get(0).partitions().get(0).partitionMaxBytes())
                .isEqualTo(2_000);
    }

    @Test
    void movesOnBehindWholeBatchesAndCountsTheirBytes() {
        MemoryRecords one = batch(0, 3);
        MemoryRecords two = batch(3, 4);
        ByteBuffer both = joined(one, two);
        ByteBuffer cutOff = joined(one, two);
        cutOff.limit(cutOff.limit() - 1);

        FetchBytes.answer(answer(partition(3, 7, both), partition(5, 7, cutOff)), cursors);

        assertThat(first.next()).isEqualTo(7);
        assertThat(first.isAtEnd()).isTrue();
        assertThat(first.bytes()).isEqualTo(one.sizeInBytes() + two.sizeInBytes());
        assertThat(second.next()).isEqualTo(3);
        assertThat(second.isAtEnd()).isFalse();
        assertThat(second.bytes()).isEqualTo(one.sizeInBytes());
    }

    @Test
    void asksNoMoreForAPartitionThatIsAtItsEnd() {
        FetchBytes.answer(answer(partition(3, 0, ByteBuffer.allocate(0))), cursors);
        ByteBuffer out = ByteBuffer.allocate(1 << 10);

        FetchBytes.request(out, "bench", "orders", cursors, new Limits(4_000, 2_000));

        out.flip().getInt();
        var header = new RequestHeaderData(new ByteBufferAccessor(out), (short) 1);
        FetchRequestData asked = new FetchRequestData(new ByteBufferAccessor(out), VERSION);
        assertThat(header.requestApiKey()).isEqualTo((short) 1);
        assertThat(asked.topics().get(0).partitions())
                .extracting(FetchRequestData.FetchPartition::partition)
                .containsExactly(5);
    }

    @Test
    void endsWhereTheBrokerRefuses() {
        ByteBuffer refusal =
                answer(partition(3, -1, ByteBuffer.allocate(0)).setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code()));

        assertThatThrownBy(() -> FetchBytes.answer(refusal, cursors)).hasMessageContaining("error 6");
    }
}
