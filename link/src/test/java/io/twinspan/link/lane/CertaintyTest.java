package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.fake.Stored;
import org.junit.jupiter.api.Test;

/** At which moments a lane asks. That the answers suffice, the simulator shows (LinkSimTest). */
class CertaintyTest {
    private final LaneBench bench = LaneBench.at(0, 0, 0).locate().pass(100);
    private final long locatedMs = bench.nowMs - 100;
    private final Certainty certainty = bench.lane.certainty();

    CertaintyTest() {
        scanned(0);
    }

    private void scanned(long targetEnd) {
        bench.lane.scanned(bench.host.scans.remove(0), targetEnd, bench.nowMs);
    }

    @Test
    void itAsksOnceWhatWasSentHasArrivedAndReadsUpToWhatIsWritten() {
        certainty.want(bench.nowMs);
        bench.pass(Caution.LATE_MS - 200);
        assertThat(bench.host.writtenEnds).isEmpty();
        assertThat(certainty.isReached()).isFalse();

        bench.pass(200);
        assertThat(bench.nowMs).isEqualTo(locatedMs + Caution.LATE_MS + 100);
        int ticket = bench.host.writtenEnds.remove(0);
        certainty.endsAt(ticket, 7, bench.nowMs);
        bench.pass(1_000);
        scanned(5);
        assertThat(certainty.isReached()).isFalse();

        bench.pass(1_000);
        scanned(7);
        assertThat(certainty.isReached()).isTrue();
        assertThat(bench.host.writtenEnds).isEmpty();
    }

    @Test
    void anAnswerOfAnEarlierLeaderIsOfNoUse() {
        certainty.want(bench.nowMs);
        bench.pass(Caution.LATE_MS);
        int ticket = bench.host.writtenEnds.remove(0);
        bench.lane.targetLeaderMoved(bench.nowMs);

        certainty.endsAt(ticket, 7, bench.nowMs);
        bench.pass(1_000);
        scanned(7);
        assertThat(certainty.isReached()).isFalse();

        bench.pass(Caution.LATE_MS);
        assertThat(bench.host.writtenEnds).hasSize(1).doesNotContain(ticket);
    }

    @Test
    void aLaneWhoseLastAppendWasAcknowledgedIsSureAtOnce() {
        LaneBench heard = LaneBench.copying();
        heard.fetched(Stored.log().batch(0, "a", "b", "c"));
        heard.append();
        heard.lane.certainty().want(heard.nowMs);
        assertThat(heard.lane.certainty().isReached()).as("in flight").isFalse();

        heard.acknowledged(0);

        assertThat(heard.lane.certainty().isReached()).isTrue();
    }
}
