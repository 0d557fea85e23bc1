package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkStats;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final Duration STEP = Duration.ofMillis(10);
    private static final List<TopicPartition> LANES =
            List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1));
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "orders", 0, 0);
    private static final TipRecord TIP = tip(42);
    private static final TipRecord LATER = tip(50);

    private final List<PositionRecord> stored = new ArrayList<>();
    private final FakeLink link = new FakeLink();
    private List<LaneSpec> opened = List.of();
    private int looks;
    private boolean readingIsClosed;

    @Test
    void aLinkThatRunsFinishesWhatIsUnderWayBeforeItsPositionsAreHandedOut() {
        Rest rest = rest(link);
        assertThat(link.settles).as("it sends nothing more, from the beginning").isTrue();
        link.isInFlight = true;
        assertThat(rest.advance(STEP)).isEmpty();
        assertThat(rest.isQuiet()).isFalse();

        link.isInFlight = false;
        link.positions = List.of(TIP);
        assertThat(rest.advance(STEP)).containsExactly(TIP);
        assertThat(rest.isQuiet()).isTrue();
        assertThat(rest.isSettled()).as("it may not be sure of them yet").isFalse();
        assertThat(link.isClosed).isFalse();
    }

    /** Whoever asks what the target lacks needs the exact answer, when the source can be read again. */
    @Test
    void onceItIsSureItsLastPositionsAreHandedOutAndItIsClosed() {
        Rest rest = rest(link);
        link.positions = List.of(TIP);
        rest.advance(STEP);
        link.positions = List.of(LATER);
        link.isSure = true;

        assertThat(rest.advance(STEP)).containsExactly(LATER);
        assertThat(rest.isSettled()).isTrue();
        assertThat(rest.isQuiet()).isTrue();
        assertThat(link.isClosed).isTrue();
        assertThat(rest.advance(STEP)).as("there is nothing left to do").isEmpty();
        assertThat(looks).isZero();
    }

    @Test
    void whatTheLinkHandsOutMeanwhileIsNotLost() {
        Rest rest = rest(link);
        link.isInFlight = true;
        link.gives = List.of(TIP);

        assertThat(rest.advance(STEP)).containsExactly(TIP);
    }

    @Test
    void aTaskThatIsHeldFromItsStartOpensALinkForWhatHasBegun() {
        stored.add(TIP);
        Rest rest = rest(null);
        assertThat(rest.isQuiet()).as("nothing is under way").isTrue();
        assertThat(rest.advance(STEP)).isEmpty();
        assertThat(opened).as("it is still reading").isEmpty();

        rest.advance(STEP);
        assertThat(opened).extracting(LaneSpec::partition).containsExactly(0);
        assertThat(opened.get(0).tip()).isEqualTo(TIP.tip());
        assertThat(opened.get(0).targetTopic()).isEqualTo("dc1.orders");
        assertThat(link.settles).isTrue();
        assertThat(readingIsClosed).isTrue();
        assertThat(rest.partitions()).isEqualTo(5);
        assertThat(rest.isQuiet()).isTrue();
        assertThat(rest.isSettled()).isFalse();

        link.isSure = true;
        link.positions = List.of(LATER);
        assertThat(rest.advance(STEP)).containsExactly(LATER);
        assertThat(rest.isSettled()).isTrue();
    }

    @Test
    void whereNothingWasBegunAllIsSure() {
        Rest rest = rest(null);
        rest.advance(STEP);
        rest.advance(STEP);

        assertThat(rest.isSettled()).isTrue();
        assertThat(opened).isEmpty();
        assertThat(rest.advance(STEP)).isEmpty();
        assertThat(looks).as("it does not read again").isEqualTo(2);
    }

    @Test
    void aLinkThatIsLetGoIsGivenAwayAsItIs() {
        Rest rest = rest(link);

        assertThat(rest.release()).isSameAs(link);
        rest.close();
        assertThat(link.isClosed).as("it is another's now").isFalse();
        assertThat(rest.release()).isNull();
    }

    @Test
    void closingClosesWhatIsOpen() {
        rest(link).close();
        assertThat(link.isClosed).isTrue();

        Rest reading = rest(null);
        reading.advance(STEP);
        assertThat(readingIsClosed).isFalse();
        reading.close();
        assertThat(readingIsClosed).isTrue();
    }

    @Test
    void theLinkHearsWhatIsDurable() {
        Rest rest = rest(link);
        rest.recorded(TIP);
        link.isSure = true;
        rest.advance(STEP);
        rest.recorded(LATER);

        assertThat(link.recorded).containsExactly(TIP);
    }

    @Test
    void howManyPartitionsThePositionsTopicHasIsKeptFromARunningLink() {
        assertThat(rest(link).partitions()).isEqualTo(3);
    }

    private Rest rest(@Nullable HostedLink running) {
        var parts = new TaskParts(
                (settings, topic, known) -> {
                    assertThat(topic).isEqualTo("mm2-positions.dc1.internal");
                    return new FakeReading(() -> stored.forEach(known::accept));
                },
                (settings, topic, offsets) -> unexpected(),
                (settings, sink) -> unexpected(),
                (settings, group) -> unexpected(),
                (settings, wanted) -> unexpected(),
                (settings, lanes) -> {
                    opened = lanes;
                    return link;
                },
                (settings, topic, partitions, records) -> unexpected(),
                (settings, context) -> unexpected());
        return new Rest(TaskSettings.parsed(), LANES, parts, running, running == null ? 0 : 3);
    }

    private static <T> T unexpected() {
        throw new IllegalStateException("who rests asks nobody else");
    }

    private static TipRecord tip(long source) {
        return new TipRecord(new Tip(LANE, source, source, Map.of(), Tip.UNKNOWN_EPOCH, 1));
    }

    /** A topic that is read at the second look. Confined to the test. */
    private final class FakeReading implements PositionsReading {
        private final Runnable brings;
        private boolean hasLooked;

        FakeReading(Runnable brings) {
            this.brings = brings;
        }

        @Override
        public boolean advance(Duration atMost) {
            looks++;
            if (hasLooked) {
                brings.run();
            }
            boolean isRead = hasLooked;
            hasLooked = true;
            return isRead;
        }

        @Override
        public int partitions() {
            return 5;
        }

        @Override
        public void close() {
            readingIsClosed = true;
        }
    }

    /** A link that does what the test says. Confined to the test. */
    private static final class FakeLink implements HostedLink {
        private final List<PositionRecord> recorded = new ArrayList<>();
        private List<PositionRecord> gives = List.of();
        private List<PositionRecord> positions = List.of();
        private boolean settles;
        private boolean isSure;
        private boolean isInFlight;
        private boolean isClosed;

        @Override
        public List<PositionRecord> poll(long maxMs) {
            assertThat(isClosed).isFalse();
            return gives;
        }

        @Override
        public void recorded(PositionRecord record) {
            recorded.add(record);
        }

        @Override
        public List<PositionRecord> drain(long maxMs) {
            throw new IllegalStateException("who rests does not wait");
        }

        @Override
        public void settle() {
            settles = true;
        }

        @Override
        public boolean isSettled() {
            return settles && isSure;
        }

        @Override
        public boolean isInFlight() {
            return isInFlight;
        }

        @Override
        public List<PositionRecord> positions() {
            return positions;
        }

        @Override
        public LinkStats stats() {
            return new LinkStats(List.of(), 0, "", "");
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
