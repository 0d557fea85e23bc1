package io.twinspan.it.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.control.upkeep.Tally;
import io.twinspan.it.app.Cli;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill under load says whether a failover would work, finds what would go wrong, and changes nothing. */
class DrillIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VICTIM = 12;
    private static final Set<String> AT_WORK = Set.of("shop-live", "mm2-MirrorSourceConnector");

    @TempDir
    private Path directory;

    /** What two processes do by themselves, what commands find beside it, and what stays as it was. */
    @Test
    void provesWhatWouldWorkFindsWhatWouldNotAndChangesNothing() throws Exception {
        var hourly = Map.of(
                "dc1->dc2.link.drill.interval.seconds", "3600",
                "dc1->dc2.link.verify.interval.seconds", "3600",
                "dc1->dc2.link.verify.rate.bytes", "100000000");
        try (var stage = new DrillStage(directory, hourly)) {
            stage.write();
            stage.read("shop-live");
            List<JavaProcess> processes = List.of(stage.run("one"), stage.run("two"));
            stage.awaitCopied();
            stage.stopped(
                    "shop-half",
                    Map.of(new TopicPartition(DrillStage.STILL, 0), 5L, new TopicPartition("shop-orders", 0), 50L));
            stage.stopped("shop-end", Map.of(new TopicPartition(DrillStage.STILL, 0), (long) DrillStage.RECORDS));
            Untouched source = Untouched.of(stage.dc1, AT_WORK);
            Untouched target = Untouched.of(stage.dc2, AT_WORK);

            oneOfTwoProcessesDrillsAndVerifies(stage);
            wouldWork(stage);
            aPrincipalWithoutReadIsNamed(stage);

            assertThat(Untouched.of(stage.dc1, AT_WORK)).isEqualTo(source);
            assertThat(Untouched.of(stage.dc2, AT_WORK)).isEqualTo(target);
            assertThat(source.offsets()).containsKeys("shop-half", "shop-end");

            ofTwoThatMeetOneDrills(stage);
            aChangedRecordIsFound(stage);
            theNextPassTellsOfItAtOnce(stage);
            for (JavaProcess process : processes) {
                assertThat(process.stop(DrillStage.SOON)).as(process.logTail()).isZero();
            }
        }
    }

    private static void oneOfTwoProcessesDrillsAndVerifies(DrillStage stage) throws Exception {
        await().atMost(DrillStage.SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(kinds(stage))
                        .as(stage.log("one") + stage.log("two"))
                        .contains("DRILL", "VERIFY"));

        assertThat(kinds(stage)).containsExactlyInAnyOrder("DRILL", "VERIFY");
        JsonNode reports = JSON.readTree(
                        Cli.run("reports", stage.file.toString(), "--json").out())
                .at("/links/0/reports");
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.at("/verdict").asText())
                        .as(report.toString())
                        .startsWith("OK"));
        assertThat((stage.log("one") + stage.log("two")).lines())
                .filteredOn(line -> line.contains("a failover would work: RPO 0, "))
                .hasSize(1);
        assertThat((stage.log("one") + stage.log("two")).lines())
                .filteredOn(line -> line.contains("dc2 holds what dc1 holds: "))
                .hasSize(1);
    }

    private static List<String> kinds(DrillStage stage) throws Exception {
        Cli listed = Cli.run("reports", stage.file.toString(), "--json");
        return StreamSupport.stream(
                        JSON.readTree(listed.out()).at("/links/0/reports").spliterator(), false)
                .map(report -> report.at("/kind").asText())
                .toList();
    }

    /** Both find that a drill is due, at the same time. */
    private static void ofTwoThatMeetOneDrills(DrillStage stage) throws Exception {
        List<String> before = kinds(stage);
        try (var duties = new Duties(stage)) {
            duties.drillBoth();
        }

        assertThat(kinds(stage)).hasSize(before.size() + 1);
    }

    private static void theNextPassTellsOfItAtOnce(DrillStage stage) throws Exception {
        try (var duties = new Duties(stage)) {
            Tally tally = duties.verify();

            assertThat(tally.differences()).isEqualTo(1);
            assertThat(tally.verifiedRecords()).isGreaterThan(DrillStage.RECORDS);
        }

        JsonNode latest = JSON.readTree(Cli.run("reports", stage.file.toString(), "show", "latest", "--json")
                .out());
        assertThat(latest.at("/sentence").asText())
                .startsWith(
                        "dc2 does not hold what dc1 holds: 1 difference; the first is in shop-still-0: altered: source"
                                + " offset 12 and target offset 12 are not the same (value)");
        assertThat(latest.at("/verification/first/0/kind").asText()).isEqualTo("altered");
    }

    private void wouldWork(DrillStage stage) throws Exception {
        Path page = directory.resolve("drill.html");
        Cli drilled = drill(stage, "--as-principal", stage.settings("shop").toString(), "--html", page.toString());

        assertThat(drilled.exitCode()).as(drilled.text()).isZero();
        JsonNode report = JSON.readTree(drilled.out());
        assertThat(report.at("/sentence").asText()).startsWith("would work: RPO 0, 3 of 3 groups exact, about ");
        for (String group : Set.of("shop-live", "shop-half", "shop-end")) {
            assertThat(sample(report, group).at("/difference").asText())
                    .as(group)
                    .isEmpty();
        }
        assertThat(sample(report, "shop-half").at("/records").asLong()).isEqualTo(20);
        assertThat(sample(report, "shop-end").at("/records").asLong()).isZero();
        assertThat(report.at("/drill/permissions"))
                .as(drilled.out())
                .isNotEmpty()
                .allMatch(permission -> permission.at("/granted").asBoolean());
        assertThat(report.at("/drill/permissions").toString())
                .contains("--operation Write --topic 'shop-orders'", "--operation Read --topic 'dc1.shop-still'")
                .contains("--operation Read --group 'shop-half'");
        assertThat(Files.readString(page)).contains("would work").doesNotContain("shop-secret");
        assertThat(drilled.text()).doesNotContain("shop-secret").doesNotContain("mm2-secret");
    }

    private static void aPrincipalWithoutReadIsNamed(DrillStage stage) throws Exception {
        Cli drilled = drill(stage, "--as-principal", stage.settings("clerk").toString(), "--records", "3");

        assertThat(drilled.exitCode()).as(drilled.text()).isEqualTo(1);
        JsonNode report = JSON.readTree(drilled.out());
        assertThat(report.at("/sentence").asText())
                .startsWith("would not work: User:clerk lacks --operation Read --topic 'dc1.shop-orders'");
        assertThat(StreamSupport.stream(report.at("/drill/permissions").spliterator(), false)
                        .filter(permission -> !permission.at("/granted").asBoolean())
                        .map(permission -> permission.at("/words").asText()))
                .containsExactlyInAnyOrder(
                        "--operation Read --topic 'dc1.shop-orders'",
                        "--operation Read --topic 'dc1.shop-payments'",
                        "--operation Read --topic 'dc1.shop-still'");
    }

    private static void aChangedRecordIsFound(DrillStage stage) throws Exception {
        stage.replace("dc1." + DrillStage.STILL, records -> {
            var changed = new ArrayList<>(records);
            ProducerRecord<byte[], byte[]> victim = changed.get(VICTIM);
            changed.set(
                    VICTIM,
                    new ProducerRecord<>(
                            victim.topic(), 0, victim.timestamp(), victim.key(), DrillStage.bytes("another")));
            return changed;
        });

        Cli near = drill(stage, "--groups", "shop-half", "--records", "7");
        assertThat(sample(JSON.readTree(near.out()), "shop-half")
                        .at("/difference")
                        .asText())
                .as("the record is the eighth")
                .isEmpty();
        Cli found = drill(stage, "--groups", "shop-half", "--records", "8");

        assertThat(found.exitCode()).as(found.text()).isEqualTo(1);
        JsonNode report = JSON.readTree(found.out());
        assertThat(sample(report, "shop-half").at("/difference").asText())
                .startsWith("shop-still-0 from 5 on, at 5 of dc1.shop-still-0: altered: source offset 12 and target"
                        + " offset 12 are not the same (value)")
                .contains("\"value 12\"", "\"another\"");
        Cli list = Cli.run("reports", stage.file.toString());
        assertThat(list.out())
                .containsPattern("drill-\\S+ +\\S+ \\S+ UTC +drill +failed")
                .containsPattern("dc1->dc2: the last drill that showed that a failover would work was .* ago");
    }

    private static JsonNode sample(JsonNode report, String group) {
        return StreamSupport.stream(report.at("/drill/samples").spliterator(), false)
                .filter(sample -> sample.at("/group").asText().equals(group))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of " + group + " in " + report));
    }

    private static Cli drill(DrillStage stage, String... more) {
        var words = new ArrayList<>(List.of("drill", stage.file.toString(), "dc1->dc2", "--json"));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }
}
