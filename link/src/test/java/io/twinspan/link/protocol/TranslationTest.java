package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.Reply;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

class TranslationTest {
    private static final Uuid ORDERS = Uuid.randomUuid();

    private final BufferPool pool = new BufferPool(1 << 20);

    @Test
    void sendsAppendedBatchesFromWhereTheyLie() {
        ByteBuffer batch = SampleBatches.batch(2);
        AppendCall call = AppendCall.of(append(new Append.Entry("orders", ORDERS, 3, batch)), 1, nobody());

        ProduceRequestData message = (ProduceRequestData) call.message((short) 13);
        MemoryRecords records = (MemoryRecords) message.topicData()
                .find("orders", ORDERS)
                .partitionData()
                .get(0)
                .records();
        batch.putInt(12, 4711);

        assertThat(records.buffer().isDirect()).isTrue();
        assertThat(records.buffer().getInt(12)).isEqualTo(4711);
        assertThat(message.acks()).isEqualTo((short) -1);
        assertThat(message.transactionalId()).isNull();
    }

    @Test
    void speaksByNameWhereATopicIdIsNotKnown() {
        ByteBuffer batch = SampleBatches.batch(1);
        Append.Entry known = new Append.Entry("orders", ORDERS, 0, batch);
        Append.Entry unknown = new Append.Entry("events", Uuid.ZERO_UUID, 0, batch);

        assertThat(AppendCall.of(append(known), 1, nobody()).latestVersion()).isGreaterThan((short) 12);
        assertThat(AppendCall.of(append(known, unknown), 1, nobody()).latestVersion())
                .isEqualTo((short) 12);
        assertThat(fetch(position(ORDERS, 0)).latestVersion()).isGreaterThan((short) 12);
        assertThat(fetch(position(ORDERS, 0), position(Uuid.ZERO_UUID, 1)).latestVersion())
                .isEqualTo((short) 12);
    }

    @Test
    void keepsAnEpochToItselfThatAnOldBrokerCouldNotRead() {
        FetchCall call = fetch(new Fetch.Position("orders", ORDERS, 0, 5, 1, 2, 1_000));

        assertThat(lastFetchedEpoch(call, (short) 11)).isEqualTo(-1);
        assertThat(lastFetchedEpoch(call, (short) 12)).isEqualTo(2);
    }

    private static int lastFetchedEpoch(FetchCall call, short version) {
        FetchRequestData message = (FetchRequestData) call.message(version);
        MessageUtil.toByteBufferAccessor(message, version);
        return message.topics().get(0).partitions().get(0).lastFetchedEpoch();
    }

    @Test
    void handsOutFetchedRecordsAsWritablePartsOfTheReceiveBuffer() {
        ByteBuffer batch = SampleBatches.batch(2);
        FetchCall call = fetch(position(ORDERS, 0));
        ByteBuffer payload = received(
                call,
                new FetchResponseData()
                        .setResponses(List.of(new FetchResponseData.FetchableTopicResponse()
                                .setTopicId(ORDERS)
                                .setPartitions(List.of(new FetchResponseData.PartitionData()
                                        .setPartitionIndex(0)
                                        .setHighWatermark(9)
                                        .setLastStableOffset(8)
                                        .setLogStartOffset(1)
                                        .setAbortedTransactions(List.of(new FetchResponseData.AbortedTransaction()
                                                .setProducerId(5)
                                                .setFirstOffset(6)))
                                        .setRecords(MemoryRecords.readableRecords(batch)))))));

        Fetched fetched = call.receive(payload, pool);
        Fetched.Partition partition = fetched.partitions().get(0);

        assertThat(partition.topic()).isEqualTo("orders");
        assertThat(partition.highWatermark()).isEqualTo(9);
        assertThat(partition.lastStableOffset()).isEqualTo(8);
        assertThat(partition.logStartOffset()).isEqualTo(1);
        assertThat(partition.aborted()).containsExactly(new Fetched.AbortedTransaction(5, 6));
        assertThat(partition.divergence()).isNull();
        assertThat(partition.records()).isEqualTo(batch);
        partition.records().putLong(0, 0x1122334455667788L);
        assertThat(indexOf(payload, 0x1122334455667788L)).isPositive();
        assertThat(pool.leasedBytes()).isEqualTo(fetched.lease().sizeBytes());
        fetched.lease().release();
        assertThat(pool.leasedBytes()).isZero();
    }

    private static int indexOf(ByteBuffer payload, long wanted) {
        for (int i = 0; i + 8 <= payload.limit(); i++) {
            if (payload.getLong(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void givesTheBufferOfEveryOtherAnswerBackAtOnce() {
        AppendCall call =
                AppendCall.of(append(new Append.Entry("orders", ORDERS, 3, SampleBatches.batch(1))), 1, nobody());
        ByteBuffer payload = received(call, produced(3));

        Appended appended = call.receive(payload, pool);

        assertThat(appended.partitions())
                .containsExactly(new Appended.Partition(
                        "orders", 3, BrokerError.INVALID_RECORD, -1, 12, "refused; the first record is bad"));
        assertThat(pool.leasedBytes()).isZero();
    }

    private static ProduceResponseData produced(int partition) {
        ProduceResponseData data = new ProduceResponseData();
        data.responses()
                .add(new ProduceResponseData.TopicProduceResponse()
                        .setTopicId(ORDERS)
                        .setPartitionResponses(List.of(new ProduceResponseData.PartitionProduceResponse()
                                .setIndex(partition)
                                .setErrorCode(BrokerError.INVALID_RECORD.code())
                                .setBaseOffset(-1)
                                .setLogStartOffset(12)
                                .setErrorMessage("refused")
                                .setRecordErrors(List.of(new ProduceResponseData.BatchIndexAndErrorMessage()
                                        .setBatchIndexErrorMessage("the first record is bad"))))));
        return data;
    }

    @Test
    void takesNoAnswerThatLeavesPartitionsOut() {
        ByteBuffer batch = SampleBatches.batch(1);
        AppendCall call = AppendCall.of(
                append(new Append.Entry("orders", ORDERS, 3, batch), new Append.Entry("orders", ORDERS, 4, batch)),
                1,
                nobody());
        ByteBuffer payload = received(call, produced(3));

        assertThatThrownBy(() -> call.receive(payload, pool)).hasMessageContaining("1 partitions");
        assertThat(pool.leasedBytes()).isZero();
    }

    @Test
    void asksForOneOffsetOfAPartitionAtATime() {
        FindOffsets both = new FindOffsets(
                true,
                List.of(
                        new FindOffsets.Query("orders", 0, -1, FindOffsets.Kind.FIRST),
                        new FindOffsets.Query("orders", 0, -1, FindOffsets.Kind.NEXT)));

        assertThatThrownBy(() -> new FindOffsetsCall(both, 1, nobody()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders-0");
    }

    /** The payload of an answer in a buffer of the pool, to a call that was sent with id 9 in its newest version. */
    private ByteBuffer received(Call<?> call, ApiMessage answer) {
        short version = call.latestVersion();
        call.sending(version, 9);
        short headerVersion = call.api().responseHeaderVersion(version);
        ByteBufferAccessor header =
                MessageUtil.toByteBufferAccessor(new ResponseHeaderData().setCorrelationId(9), headerVersion);
        ByteBufferAccessor body = MessageUtil.toByteBufferAccessor(answer, version);
        ByteBuffer payload =
                pool.tryAllocate(header.buffer().remaining() + body.buffer().remaining());
        return payload.put(header.buffer()).put(body.buffer()).rewind();
    }

    private static FetchCall fetch(Fetch.Position... positions) {
        return new FetchCall(new Fetch(false, true, 1, 1, 1_000, List.of(positions)), null, 1, nobody());
    }

    private static Fetch.Position position(Uuid topicId, int partition) {
        return new Fetch.Position("orders", topicId, partition, 0, -1, -1, 1_000);
    }

    private static Append append(Append.Entry... entries) {
        return new Append(1_000, List.of(entries));
    }

    private static <A> Reply<A> nobody() {
        return new Reply<>() {
            @Override
            public void answered(A answer) {
                throw new AssertionError(ApiKeys.FETCH + " was not sent");
            }

            @Override
            public void failed(Failure failure) {
                throw new AssertionError(failure);
            }
        };
    }
}
