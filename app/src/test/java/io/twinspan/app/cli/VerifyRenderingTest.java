package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.json.JsonText;
import io.twinspan.control.verify.VerifyProgress;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.control.verify.result.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerifyRenderingTest {
    private static final PartitionResult SOUND = result("orders", 0, 12_000, List.of(), List.of());

    private static PartitionResult result(
            String topic, int partition, long records, List<Difference> found, List<NotCompared> notCompared) {
        return new PartitionResult(
                topic,
                partition,
                "dc1." + topic,
                0,
                records,
                new Counts(records, 1_200_000, 1_200_000, 10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                found.size(),
                found.stream().mapToLong(Difference::records).sum(),
                found,
                notCompared);
    }

    private static ShownRecord record(long offset, String value) {
        return new ShownRecord(
                offset,
                1_790_000_000_000L,
                null,
                new ShownRecord.Field(value, value.length(), "0123456789abcdef0123456789abcdef"),
                List.of(new ShownRecord.Header("trace", null)));
    }

    private static String text(PartitionResult... partitions) {
        var report = new VerifyReport(
                "dc1->dc2", "run", "everything", 0, 61_000, 61_000, List.of(partitions), List.of("a remark"));
        return new VerifyText(new Console(Main.commandLine()), "mm2.properties").of(List.of(report));
    }

    @Test
    void theVerdictComesFirst() {
        assertThat(text(
                        SOUND,
                        result(
                                "users",
                                0,
                                1_345,
                                List.of(),
                                List.of(new NotCompared(Reason.SOURCE_RETENTION, 1_000, "source offsets 0 to 999")))))
                .isEqualTo("""
                        dc1->dc2: equal: 2 topics, 2 partitions, 13,345 records, 2.4 MB in 61 s; not compared: 1,000 offsets deleted by the source's retention
                        TOPIC   TARGET      PARTITIONS  RECORDS   BYTES  WHOLE  OPENED  VERDICT
                        orders  dc1.orders           1   12,000  1.2 MB     10       2  equal
                        users   dc1.users            1    1,345  1.2 MB     10       2  equal; 1,000 offsets deleted by the source's retention
                        Note: a remark""");
    }

    @Test
    void aDifferenceIsShownWithItsOffsetsAndBothRecords() {
        var altered = new Difference(
                DifferenceKind.ALTERED, 5, 7, -1, 1, "value", record(5, "{\"n\":5}"), record(7, "0x00ff"));

        String text = text(SOUND, result("users", 3, 1_345, List.of(altered), List.of()));

        assertThat(text).startsWith("dc1->dc2: DIFFERENT, 1 difference in 1 partition: 2 topics, ");
        assertThat(text).contains("""
                        users-3 and dc1.users-3: 1 difference, among source offsets 0 to 1344
                          altered: source offset 5 and target offset 7 are not the same (value)
                            source  5  2026-09-21T14:13:20Z  key null  value "{"n":5}" (7 bytes, sha256 0123456789abcdef)  headers trace=null
                            target  7  2026-09-21T14:13:20Z  key null  value 0x00ff (6 bytes, sha256 0123456789abcdef)  headers trace=null
                          again: twinspan verify mm2.properties --topics 'users' --all-differences 20
                        """);
        assertThat(text).contains("docs/how-to/verify.md#what-to-do-about-a-difference");
    }

    @Test
    void everyKindIsASentence() {
        assertThat(sentence(DifferenceKind.MISSING, 5, 7, -1, 3))
                .isEqualTo(
                        "missing: source offset 5 and 2 more is not in the target, where it should be at target offset 7");
        assertThat(sentence(DifferenceKind.MISSING, 5, -1, -1, 1))
                .isEqualTo("missing: source offset 5 is not in the target");
        assertThat(sentence(DifferenceKind.EXTRA, -1, 7, -1, 1))
                .isEqualTo("extra: target offset 7 is not in the source");
        assertThat(sentence(DifferenceKind.DOUBLED, 5, 7, -1, 1))
                .isEqualTo("doubled: target offset 7 is once more what is copied from source offset 5");
        assertThat(sentence(DifferenceKind.REORDERED, 5, 7, 9, 2))
                .isEqualTo("reordered: source offset 5 should be at target offset 7 and is at target offset 9");
        assertThat(sentence(DifferenceKind.DAMAGED, -1, 7, -1, 10))
                .isEqualTo("damaged: target offset 7 and 9 more cannot be read");
    }

    private static String sentence(DifferenceKind kind, long source, long target, long elsewhere, long records) {
        var difference = new Difference(kind, source, target, elsewhere, records, "", null, null);
        return text(result("users", 0, 10, List.of(difference), List.of()))
                .lines()
                .filter(line -> line.startsWith("  " + kind.text()))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    @Test
    void whatCouldNotBeComparedAtAllIsNoSuccess() {
        String text = text(
                SOUND,
                result(
                        "users",
                        0,
                        0,
                        List.of(),
                        List.of(new NotCompared(Reason.NO_TARGET, 9, "the target has no copy"))));

        assertThat(text)
                .startsWith("dc1->dc2: no difference found, but not all could be compared: ")
                .contains("; not compared: 1 partition without a copy\n")
                .contains("\nusers-0 is not compared: the target has no copy");
    }

    @Test
    void manyDifferentPartitionsAreSummedUp() {
        var missing = new Difference(DifferenceKind.MISSING, 5, 7, -1, 1, "", null, null);
        List<PartitionResult> many = new ArrayList<>();
        Stream.iterate(0, i -> i + 1)
                .limit(25)
                .forEach(i -> many.add(result("users", i, 10, List.of(missing), List.of())));

        assertThat(text(many.toArray(PartitionResult[]::new)))
                .contains("and 5 partitions more; --json has all of them");
    }

    @Test
    void jsonHasTheVerdictOfEveryPartition() {
        var report = new VerifyReport("dc1->dc2", "run", "everything", 0, 1, 1, List.of(SOUND), List.of());

        assertThat(JsonText.indented(VerifyJson.of(List.of(report))))
                .contains("\"verdict\" : \"equal\"")
                .contains("\"records\" : 12000")
                .contains("\"started\" : \"1970-01-01T00:00:00Z\"");
    }

    @Test
    void progressSaysHowFarItIsAndHowLongItTakes() {
        assertThat(VerifyWatch.text(
                        "dc1->dc2", new VerifyProgress(200, 12, 1_000, 250, 77_000, 3_000_000_000L, 0, 10_000)))
                .isEqualTo("verifying dc1->dc2: 25 %, 12 of 200 partitions, 77,000 records, 3.0 GB of both sides,"
                        + " 300 MB/s, 30 s left");
    }
}
