package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.GroupReadiness;
import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.Reach;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.position.Cause;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusRenderingTest {
    private static final Inventory TROUBLED =
            Statuses.of(Statuses.link(Statuses.REACHED, Statuses.FREE, Statuses.TROUBLED));

    @Test
    void theVerdictComesFirstAndThenTheNumbersAndTheTopics() {
        assertThat(text(TROUBLED)).isEqualTo("""
                        dc1->dc2: safe to cut over: NO, because
                          - 1 partition has stopped, which 'twinspan lanes' explains: users-0 (record-too-large)
                          5,346 records behind (534.6 kB), last position stored 1 s ago, 1 partition FAILED
                          RPO 2 h (as of 100.0 s ago); if the source were lost now: at most 2 h, 5,346 records, 534.6 kB
                          1 task alive, last sign of life 0 s ago, 2,000 records a second
                        TOPIC   TARGET      PARTITIONS    LAG  DELAY  RECORDS/S  STATE     LAST POSITION
                        orders  dc1.orders           2  5,345  0.3 s      2,000  copying         1 s ago
                        users   dc1.users            1      1    2 h          0  1 failed        2 h ago
                        users-0 has stopped, record-too-large: the record is too large
                        'twinspan lanes FILE' says how to continue what has stopped, and lists what befell the link.""");
    }

    @Test
    void aLinkThatIsUpToDateSaysSoInFewWords() {
        assertThat(text(Statuses.of(Statuses.link(Statuses.REACHED, Statuses.FREE, Statuses.DRAINED))))
                .startsWith("""
                        dc1->dc2: safe to cut over: yes
                          up to date, last position stored 1 s ago
                          RPO 0.0 s (as of 0.0 s ago)
                          1 task alive,""");
    }

    @Test
    void withoutTheSourceTheLastWordIsToldWithItsAge() {
        var behind = new Rpo(300, 20, 2_000, 12_400, 345, 34_500, 12_100);
        var partition = new PartitionStatus(
                0, State.COPYING, 980, 1_000, 12_100, 20, 2_000, 100, behind, 10, 13_000, Cause.NONE, null, "");
        LinkStatus link = Statuses.link(
                new Reach(false, "nobody listens"),
                Statuses.FREE,
                List.of(new TopicStatus("orders", "dc1.orders", List.of(partition))));

        assertThat(text(Statuses.of(link)))
                .contains(
                        "the source cannot be reached, so nobody can say what it has taken since: nobody listens",
                        "20 records behind (2.0 kB) by the source's last word",
                        "RPO 0.3 s (as of 12.1 s ago); if the source does not come back: at most 12.4 s, 345 records, 34.5 kB");
    }

    @Test
    void whatIsNotKnownIsSaidToBeUnknown() {
        var unknown = new Rpo(-1, -1, -1, -1, -1, -1, -1);
        var partition = new PartitionStatus(
                0, State.COPYING, 980, -1, -1, -1, -1, -1, unknown, -1, 13_000, Cause.NONE, null, "");
        LinkStatus link = Statuses.link(
                new Reach(false, "nobody listens"),
                Statuses.FREE,
                List.of(new TopicStatus("orders", "dc1.orders", List.of(partition))));

        assertThat(text(Statuses.of(link)))
                .contains(
                        "lag unknown, last",
                        "RPO unknown; if the source does not come back: at most an unknown time, an unknown number of records\n")
                .containsPattern("orders +dc1.orders +1 +- +- ");
        assertThat(JsonText.indented(StatusJson.of(Statuses.of(link), false)))
                .contains("\"rpoMs\" : null", "\"rpoAtMostMs\" : null", "\"partitionsOfUnknownLag\" : 1");
    }

    @Test
    void whatHoldsTheLinkIsShown() {
        var held = new HoldStatus(Level.HELD, "failover-7", 1_700_000_000_000L, "moving to \u001b[31mdc2");

        assertThat(text(Statuses.of(Statuses.link(Statuses.REACHED, held, Statuses.DRAINED))))
                .contains("HELD by failover-7 since 2023-11-14T22:13:20Z: moving to ", "; 0 of 1 task that live rest")
                .doesNotContain("\u001b");
        assertThat(JsonText.indented(
                        StatusJson.of(Statuses.of(Statuses.link(Statuses.REACHED, held, Statuses.DRAINED)), false)))
                .contains("\"level\" : \"held\"", "\"obeyed\" : false", "\"since\" : \"2023-11-14T22:13:20Z\"");
    }

    @Test
    void groupsAreCounted() {
        var exact = new GroupReadiness("shop", true, false, 0, 0, true, true, true, false, 5_000, false);
        var other = new GroupReadiness("mail", false, false, 12, 0, true, true, null, true, -1, false);
        LinkStatus link = Statuses.link(Statuses.REACHED, Statuses.FREE, Statuses.DRAINED, List.of(exact, other));

        assertThat(text(Statuses.of(link)))
                .contains(
                        "2 groups: 1 exact (12 records would be read again), 2 in step on the target, 1 active there");
        assertThat(JsonText.indented(StatusJson.of(Statuses.of(link), false)))
                .contains("\"checkpointAgeMs\" : 5000", "\"checkpointAgeMs\" : null", "\"activeOnSource\" : null");
    }

    @Test
    void partitionsAreShownWhenAskedFor() {
        assertThat(new StatusText(true).of(TROUBLED))
                .contains("orders          1           7000       12345  5,345  534.5 kB  0.3 s    0.6 s      1,000"
                        + "  copying        1 s ago");
    }

    @Test
    void jsonHasTheSumsAndThePartitionsThatFailed() {
        String json = JsonText.indented(StatusJson.of(TROUBLED, false));

        assertThat(json)
                .contains(
                        "\"time\" : \"2023-11-14T22:13:20Z\"",
                        "\"safeToCutOver\" : false",
                        "\"lagRecords\" : 5346",
                        "\"rpoMs\" : 7200000",
                        "\"rpoAtMostRecords\" : 5346",
                        "\"asOfMs\" : 100000",
                        "\"incidents\" : 0",
                        "\"groups\" : null",
                        "\"hold\" : null",
                        "\"cause\" : \"record-too-large\"",
                        "\"reason\" : \"the record is too large\"")
                .doesNotContain("\"replicatedTo\" : 7000");
    }

    @Test
    void aLinkWhoseTargetDoesNotAnswerSaysThatAlone() {
        LinkStatus link = Statuses.link(Statuses.REACHED, Statuses.FREE, List.of());
        var unreached = new LinkStatus(
                link.link(),
                new Reach(false, "not asked"),
                new Reach(false, "nobody listens"),
                false,
                Statuses.FREE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());

        assertThat(text(Statuses.of(unreached))).isEqualTo("""
                        dc1->dc2: safe to cut over: NO, because
                          - the target cannot be reached: nobody listens""");
        assertThat(ExitCode.of(Statuses.of(link, unreached))).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ExitCode.of(TROUBLED)).isEqualTo(ExitCode.NOT_DONE);
        assertThat(ExitCode.of(Statuses.of(link))).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aLinkThatNeverRanSaysSo() {
        var link = new LinkStatus(
                "dc1->dc2",
                Statuses.REACHED,
                Statuses.REACHED,
                false,
                Statuses.FREE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());

        assertThat(text(Statuses.of(link)))
                .contains("the link has not copied anything yet", "no task has given a sign of life");
    }

    @Test
    void topicsShowsThoseThatAreNamedAndMissesOthers() {
        var report = new TopicsReport(List.of("users", "nosuch"), false);
        Inventory shown = report.of(TROUBLED);

        assertThat(report.text(shown)).startsWith("dc1->dc2\nTOPIC  ").contains("users-0 has stopped");
        assertThat(report.text(shown)).doesNotContain("orders");
        assertThat(report.missing(shown)).containsExactly("nosuch");
        assertThat(JsonText.indented(report.json(shown)))
                .contains("\"topic\" : \"users\"", "\"unreached\" : null")
                .doesNotContain("\"topic\" : \"orders\"");
    }

    @Test
    void aFirstWordThatIsNoLinkIsAName() {
        assertThat(LinkWords.of("dc1->dc2", List.of("a"))).isEqualTo(new LinkWords("dc1->dc2", List.of("a")));
        assertThat(LinkWords.of("orders", List.of("a"))).isEqualTo(new LinkWords(null, List.of("orders", "a")));
        assertThat(LinkWords.of(null, List.of())).isEqualTo(new LinkWords(null, List.of()));
    }

    private static String text(Inventory inventory) {
        return new StatusText(false).of(inventory);
    }
}
