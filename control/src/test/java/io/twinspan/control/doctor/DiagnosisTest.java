package io.twinspan.control.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.doctor.Ailment.Gravity;
import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.Reach;
import io.twinspan.model.position.Cause;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    @Test
    void nothingLimitsALinkThatIsUpToDate() {
        Diagnosis diagnosis = new Patient()
                .partition(0, 0, 0, 100, 100)
                .partition(1, 40, 200, 50, 50)
                .broker(80, 0)
                .diagnosis();

        assertThat(diagnosis.summary()).isEqualTo("nothing limits it: up to date");
        assertThat(diagnosis.ailments()).isEmpty();
        assertThat(diagnosis.needsSomebody()).isFalse();
        assertThat(diagnosis.takenPerSecond()).isEqualTo(150);
    }

    @Test
    void aLinkWithoutATaskThatLivesNeedsSomebodyAndNoOtherLimit() {
        Diagnosis diagnosis = new Patient()
                .tasks(0)
                .partition(0, 5_000, 60_000, 100, 0)
                .quota("dc2", "producer_byte_rate", 1, false)
                .diagnosis();

        assertThat(names(diagnosis)).containsExactly("no-task", "cpu");
        assertThat(diagnosis.needsSomebody()).isTrue();
        assertThat(diagnosis.summary()).isEqualTo("something needs you");
    }

    @Test
    void whatHoldsALinkIsNamed() {
        Diagnosis diagnosis = new Patient()
                .hold(new HoldStatus(Level.HELD, "failover-7", 1, "moving"))
                .partition(0, 0, 0, 0, 0)
                .diagnosis();

        assertThat(names(diagnosis)).containsExactly("held");
        assertThat(diagnosis.needsSomebody()).isFalse();
    }

    @Test
    void aSourceThatIsNotReachedIsTheFirstThingToSee() {
        Diagnosis diagnosis = new Patient()
                .source(new Reach(false, "nobody listens"))
                .partition(0, 0, 0, -1, 0)
                .diagnosis();

        assertThat(names(diagnosis)).containsExactly("source-unreachable");
        assertThat(diagnosis.isReached()).isFalse();
    }

    /** Over 80 ms, an untouched broker gives a connection 184,320 bytes each time: 2.3 MB/s; two give 4.6. */
    @Test
    void aLongLineIsFoundByItsRoundTripAndConnectionsAreCounted() {
        var patient = new Patient().broker(80, 0);
        for (int number = 0; number < 8; number++) {
            patient.partition(number, 60_000, 30_000, 1_000, 540);
        }
        Ailment line = first(patient.diagnosis());

        assertThat(line.name()).isEqualTo("line-window");
        assertThat(line.gravity()).isEqualTo(Gravity.LIMITS);
        assertThat(line.what())
                .contains(
                        "source broker 1 (dc1:9092)",
                        "4.3 MB/s of at most 4.6 MB/s that 2 connections",
                        "184 kB",
                        "80 ms");
        // Each needs 1 MB/s to follow and 1 MB/s to be there in a minute, and some room: 20 MB/s over lines of 2.3.
        assertThat(line.cure()).startsWith("set link.fetch.connections = 8; or set socket.send.buffer.bytes = ");
    }

    /** It catches up within a minute as it is; twice as many would be twice as fast. */
    @Test
    void connectionsAreWorthMoreThanWhatIsNeeded() {
        var patient = new Patient().broker(80, 0);
        for (int number = 0; number < 8; number++) {
            patient.partition(number, 6_000, 30_000, 0, 540);
        }

        assertThat(first(patient.diagnosis()).cure()).startsWith("set link.fetch.connections = 4; or set");
    }

    @Test
    void moreConnectionsDoNotHelpOnePartition() {
        Ailment line = first(new Patient()
                .broker(80, 0)
                .partition(0, 600_000, 300_000, 2_000, 2_200)
                .diagnosis());

        assertThat(line.name()).isEqualTo("line-window");
        // 2 MB/s to follow, 10 to catch up, a quarter more: 15 MB/s over 80 ms are 1.2 MB, of which 1.8 times the
        // buffer.
        assertThat(line.cure())
                .startsWith("set socket.send.buffer.bytes = 667648 (or -1) on broker 1 of the source")
                .contains("more connections do not help");
    }

    @Test
    void aShortLineOrALargeBufferIsNoLimit() {
        assertThat(names(new Patient()
                        .broker(1, 0)
                        .partition(0, 600_000, 300_000, 2_000, 2_200)
                        .diagnosis()))
                .containsExactly("cpu");
        assertThat(names(new Patient()
                        .broker(80, -1)
                        .partition(0, 600_000, 300_000, 2_000, 2_200)
                        .diagnosis()))
                .as("left to the operating system, which lets it grow")
                .containsExactly("cpu");
    }

    @Test
    void aQuotaThatIsUsedUpIsNamedWithItsEntityAndAValueThatWouldDo() {
        Ailment quota = first(new Patient()
                .partition(0, 6_000, 30_000, 100, 20)
                .target(partition(2))
                .target(partition(3))
                .quota("dc2", "producer_byte_rate", 10_000, false)
                .diagnosis());

        assertThat(quota.name()).isEqualTo("quota-dc2");
        assertThat(quota.what())
                .contains("dc2 throttles the link: 20 kB/s", "producer_byte_rate = 10,000 for --entity-type users")
                .contains("lets at most 20 kB/s through, 2 brokers together");
        // 100 and 6,000 a minute are 200 kB/s; a quarter more, for each of two brokers.
        assertThat(quota.cure()).contains("'producer_byte_rate=125000' --entity-type users --entity-default");
    }

    /** As brokers do it, in some seconds. */
    @Test
    void aQuotaCountsAlsoBetweenBursts() {
        assertThat(names(new Patient()
                        .partition(0, 140, 6_000, 0, 7)
                        .quota("dc2", "producer_byte_rate", 20_000, false)
                        .diagnosis()))
                .containsExactly("quota-dc2", "cpu");
    }

    @Test
    void aQuotaThatIsFarAwayIsNone() {
        assertThat(names(new Patient()
                        .partition(0, 0, 0, 100, 100)
                        .quota("dc1", "consumer_byte_rate", 150_000, false)
                        .diagnosis()))
                .isEmpty();
        assertThat(names(new Patient()
                        .tasks(2)
                        .settings(Patient.settings(2, 2, -1))
                        .partition(0, 0, 0, 100, 100)
                        .partition(1, 0, 0, 100, 100)
                        .quota("dc1", "consumer_byte_rate", 150_000, true)
                        .diagnosis()))
                .as("each of two tasks has its own")
                .isEmpty();
        assertThat(new Patient()
                        .partition(0, 0, 0, 100, 100)
                        .quota("dc1", "consumer_byte_rate", 120_000, false)
                        .diagnosis()
                        .summary())
                .isEqualTo("up to date, but near a limit");
    }

    @Test
    void theLinksOwnBoundIsFound() {
        Ailment rate = first(new Patient()
                .settings(Patient.settings(1, 2, 100_000))
                .partition(0, 6_000, 30_000, 200, 95)
                .diagnosis());

        assertThat(rate.name()).isEqualTo("link-rate");
        assertThat(rate.what()).contains("95 kB/s of 100 kB/s for each of 1 task");
    }

    @Test
    void aPartitionThatHasMostOfTheLagIsNamed() {
        Ailment hot = first(new Patient()
                .partition(0, 9_000, 30_000, 900, 800)
                .partition(1, 1_000, 500, 100, 200)
                .diagnosis());

        assertThat(hot.name()).isEqualTo("hot-partition");
        assertThat(hot.what()).contains("orders-0 has 90 % of the lag (9,000 records) and 80 % of the traffic");
    }

    @Test
    void tasksThatAreMissingOrTooFewAreFound() {
        assertThat(first(new Patient()
                                .tasks(1)
                                .settings(Patient.settings(2, 2, -1))
                                .partition(0, 9_000, 30_000, 900, 800)
                                .partition(1, 9_000, 30_000, 900, 800)
                                .diagnosis())
                        .what())
                .isEqualTo("1 of 2 tasks give signs of life");
        Ailment few = first(new Patient()
                .partition(0, 900_000, 30_000, 90_000, 40_000)
                .partition(1, 900_000, 30_000, 90_000, 40_000)
                .diagnosis());
        assertThat(few.name()).isEqualTo("few-tasks");
        assertThat(few.cure()).startsWith("set tasks.max = 2");
    }

    @Test
    void partitionsThatDoNotGetOnAreTogetherByTheirCause() {
        Diagnosis diagnosis = new Patient()
                .troubled(0, State.RETRYING, Cause.NOT_AUTHORIZED)
                .troubled(1, State.RETRYING, Cause.NOT_AUTHORIZED)
                .troubled(2, State.FAILED, Cause.SOURCE_TRUNCATED)
                .troubled(3, State.UNTENDED, Cause.NONE)
                .diagnosis();

        assertThat(names(diagnosis)).contains("source-truncated", "not-authorized", "untended");
        assertThat(diagnosis.ailments())
                .filteredOn(ailment -> ailment.name().equals("not-authorized"))
                .singleElement()
                .satisfies(ailment -> {
                    assertThat(ailment.what()).isEqualTo("2 partitions not copied, orders-0, orders-1: it says why");
                    assertThat(ailment.cure()).isEqualTo("see docs/how-to/when-a-partition-stops.md#not-authorized");
                });
        assertThat(diagnosis.needsSomebody()).isTrue();
    }

    @Test
    void targetPartitionsThatTakeNoAppendsAreFound() {
        Diagnosis diagnosis = new Patient()
                .partition(0, 0, 0, 0, 0)
                .target(new TargetPartition("dc1.orders", 0, 2, List.of(2, 3), 1, 2))
                .target(new TargetPartition("dc1.orders", 1, -1, List.of(3), 0, 1))
                .target(new TargetPartition("dc1.orders", 2, 2, List.of(2, 3), 2, 2))
                .diagnosis();

        assertThat(names(diagnosis)).containsExactlyInAnyOrder("target-under-min-isr", "target-leaderless");
        assertThat(diagnosis.ailments().stream().map(Ailment::what))
                .anyMatch(what -> what.contains("dc1.orders-0 (1 of 2, on brokers [2, 3])"))
                .anyMatch(what -> what.contains("dc1.orders-1, on brokers [3]"));
    }

    @Test
    void retentionThatIsAboutToOvertakeNeedsSomebody() {
        Diagnosis diagnosis = new Patient()
                .partition(0, 9_000, 30_000, 900, 800)
                .losesIn(0, 7_200_000)
                .diagnosis();
        assertThat(first(diagnosis).name()).isEqualTo("retention");
        assertThat(first(diagnosis).what()).startsWith("in about 2 h the source's retention reaches");

        assertThat(names(new Patient()
                        .partition(0, 9_000, 30_000, 900, 800)
                        .losesIn(0, 21_600_000)
                        .diagnosis()))
                .doesNotContain("retention");
    }

    @Test
    void whatLimitsMostComesFirst() {
        Diagnosis diagnosis = new Patient()
                .settings(Patient.settings(1, 2, 120_000))
                .partition(0, 6_000, 30_000, 200, 95)
                .quota("dc2", "producer_byte_rate", 100_000, false)
                .losesIn(0, 60_000)
                .diagnosis();

        assertThat(names(diagnosis)).containsExactly("retention", "quota-dc2", "link-rate", "cpu");
    }

    @Test
    void howLongTheRestTakesIsTold() {
        assertThat(new Patient()
                        .partition(0, 60_000, 30_000, 100, 300)
                        .diagnosis()
                        .summary())
                .isEqualTo("behind, and catching up in about 5 min; no limit was found from here");
        assertThat(new Patient()
                        .partition(0, 60_000, 30_000, 300, 300)
                        .diagnosis()
                        .summary())
                .isEqualTo("behind, and not catching up; no limit was found from here");
    }

    private static TargetPartition partition(int leader) {
        return new TargetPartition("dc1.orders", leader, leader, List.of(leader), 1, 1);
    }

    private static Ailment first(Diagnosis diagnosis) {
        return diagnosis.ailments().get(0);
    }

    private static List<String> names(Diagnosis diagnosis) {
        return diagnosis.ailments().stream().map(Ailment::name).toList();
    }
}
