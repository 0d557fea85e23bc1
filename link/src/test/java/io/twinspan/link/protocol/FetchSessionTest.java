package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.Test;

class FetchSessionTest {
    private static final Uuid ORDERS = Uuid.randomUuid();
    private static final short VERSION = 17;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final FetchSession session = new FetchSession(1);

    @Test
    void namesEveryPartitionFirstAndThenOnlyWhatMoved() {
        FetchCall whole = call(0, 0);
        assertThat(partitionsIn(whole)).containsExactly(0, 1);
        answered(whole, 55, Errors.NONE, 0, 1);

        FetchCall moved = call(0, 9);
        assertThat(partitionsIn(moved)).containsExactly(1);
        answered(moved, 55, Errors.NONE);

        assertThat(partitionsIn(call(0, 9))).isEmpty();
    }

    @Test
    void startsAnewWhenTheBrokerForgotTheSession() {
        establish();

        FetchCall forgotten = call(0, 9);
        partitionsIn(forgotten);
        Fetched answer = answered(forgotten, 0, Errors.FETCH_SESSION_ID_NOT_FOUND);
        FetchCall next = call(0, 9);

        assertThat(answer.error()).isEqualTo(BrokerError.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(answer.partitions()).isEmpty();
        assertThat(partitionsIn(next)).containsExactly(0, 1);
    }

    @Test
    void startsAnewWhenARequestGotNoAnswer() {
        establish();

        FetchCall lost = call(0, 9);
        partitionsIn(lost);
        lost.lost();

        assertThat(partitionsIn(call(0, 9))).containsExactly(0, 1);
    }

    @Test
    void usesNothingOfAnAnswerThatLeavesPartitionsOut() {
        FetchCall whole = call(0, 0);
        partitionsIn(whole);

        Fetched answer = answered(whole, 55, Errors.NONE, 0);

        assertThat(answer.error().cure()).isEqualTo(BrokerError.Cure.RETRY);
        assertThat(answer.partitions()).isEmpty();
        assertThat(partitionsIn(call(0, 0))).containsExactly(0, 1);
    }

    @Test
    void takesOneFetchAtATime() {
        session.begin();

        assertThatThrownBy(session::begin).isInstanceOf(IllegalStateException.class);

        session.end();
        session.begin();
    }

    private void establish() {
        FetchCall whole = call(0, 0);
        partitionsIn(whole);
        answered(whole, 55, Errors.NONE, 0, 1);
    }

    /** A fetch of two partitions from these offsets. */
    private FetchCall call(long... offsets) {
        List<Fetch.Position> positions = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            positions.add(new Fetch.Position("orders", ORDERS, i, offsets[i], -1, -1, 1_000));
        }
        return new FetchCall(new Fetch(true, true, 1, 1, 1_000, positions), session, 1, new Reply<>() {
            @Override
            public void answered(Fetched answer) {
                throw new AssertionError("nobody asked");
            }

            @Override
            public void failed(Failure failure) {
                throw new AssertionError("nobody asked");
            }
        });
    }

    private static List<Integer> partitionsIn(FetchCall call) {
        call.sending(VERSION, 3);
        FetchRequestData message = (FetchRequestData) call.message(VERSION);
        List<Integer> partitions = new ArrayList<>();
        message.topics().forEach(topic -> topic.partitions().forEach(one -> partitions.add(one.partition())));
        return partitions;
    }

    private Fetched answered(FetchCall call, int sessionId, Errors error, int... partitions) {
        FetchResponseData.FetchableTopicResponse topic =
                new FetchResponseData.FetchableTopicResponse().setTopicId(ORDERS);
        for (int partition : partitions) {
            topic.partitions().add(new FetchResponseData.PartitionData().setPartitionIndex(partition));
        }
        FetchResponseData data = new FetchResponseData()
                .setSessionId(sessionId)
                .setErrorCode(error.code())
                .setResponses(partitions.length == 0 ? List.of() : List.of(topic));
        ByteBuffer header = MessageUtil.toByteBufferAccessor(
                        new ResponseHeaderData().setCorrelationId(3), call.api().responseHeaderVersion(VERSION))
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(data, VERSION).buffer();
        ByteBuffer payload = pool.tryAllocate(header.remaining() + body.remaining());
        Fetched fetched = call.receive(payload.put(header).put(body).rewind(), pool);
        fetched.lease().release();
        assertThat(pool.leasedBytes()).isZero();
        return fetched;
    }
}
