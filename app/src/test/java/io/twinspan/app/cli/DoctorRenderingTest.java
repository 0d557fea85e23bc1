package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.doctor.Ailment;
import io.twinspan.control.doctor.Ailment.Gravity;
import io.twinspan.control.doctor.Diagnosis;
import io.twinspan.control.doctor.PartitionRate;
import io.twinspan.control.doctor.SourceBroker;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.json.JsonText;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DoctorRenderingTest {
    private static final Ailment WINDOW =
            new Ailment(Gravity.LIMITS, "line-window", 0.9, "the line is full", "set link.fetch.connections = 8");
    private static final Ailment STOPPED =
            new Ailment(Gravity.NEEDS_SOMEBODY, "record-too-large", 1, "1 partition stopped \u001b[31m", "");

    @Test
    void whatNeedsSomebodyComesFirstAndEachHasItsCure() {
        assertThat(new DoctorText(diagnosis(WINDOW, STOPPED))).hasToString("""
                        dc1->dc2: something needs you
                        1. NEEDS YOU: 1 partition stopped ?[31m
                        2. the line is full
                           -> set link.fetch.connections = 8

                        in 10 s: 120 records/s into the source, 100 copied, 10.0 kB/s
                        source broker 1 (dc1:9092): 80.00 ms
                        source broker 2 (dc1:9093): no connection from here
                        TOPIC   PARTITION    LAG  DELAY  IN/S  COPIED/S  BYTES/S
                        orders          1  5,345  0.3 s   120       100  10.0 kB
                        not found out: the quotas of dc2""");
    }

    @Test
    void aHealthyLinkIsOneLineAndItsSpeed() {
        var healthy = new Diagnosis(
                "dc1->dc2",
                true,
                "nothing limits it: up to date",
                List.of(),
                10,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of());

        assertThat(new DoctorText(healthy)).hasToString("""
                        dc1->dc2: nothing limits it: up to date

                        in 10 s: 0 records/s into the source, 0 copied, 0 B/s""");
        assertThat(ExitCode.of(healthy)).isEqualTo(ExitCode.DONE);
    }

    @Test
    void theExitCodeTellsWhetherSomebodyIsNeeded() {
        assertThat(ExitCode.of(diagnosis(WINDOW))).isEqualTo(ExitCode.DONE);
        assertThat(ExitCode.of(diagnosis(WINDOW, STOPPED))).isEqualTo(ExitCode.NOT_DONE);
        var unreached =
                new Diagnosis("dc1->dc2", false, "", List.of(STOPPED), 0, -1, -1, -1, List.of(), List.of(), List.of());
        assertThat(ExitCode.of(unreached)).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void jsonHasEveryPartitionAndNullForWhatIsNotKnown() {
        assertThat(JsonText.indented(DoctorJson.of(diagnosis(WINDOW))))
                .contains(
                        "\"gravity\" : \"limits\"",
                        "\"name\" : \"line-window\"",
                        "\"cure\" : \"set link.fetch.connections = 8\"",
                        "\"copiedBytesPerSecond\" : 10000.0",
                        "\"roundTripMs\" : 80.0",
                        "\"roundTripMs\" : null");
    }

    private static Diagnosis diagnosis(Ailment... ailments) {
        var rate = new PartitionRate(
                new TopicPartition("orders", 1),
                120,
                100,
                Statuses.copying(1, 7_000, 12_345, new Rpo(300, 20, 2_000, 900, 5_345, 534_500, 600)));
        return new Diagnosis(
                "dc1->dc2",
                true,
                "something needs you",
                List.of(ailments),
                10,
                120,
                100,
                10_000,
                List.of(rate),
                List.of(
                        new SourceBroker(1, "dc1:9092", Duration.ofMillis(80), 0),
                        new SourceBroker(2, "dc1:9093", Duration.ofMillis(-1), 0)),
                List.of("the quotas of dc2"));
    }
}
