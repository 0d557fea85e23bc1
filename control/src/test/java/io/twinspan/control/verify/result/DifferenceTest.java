package io.twinspan.control.verify.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.json.JsonText;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.compare.Finding;
import io.twinspan.control.verify.result.NotCompared.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people see of records and differences, and that it survives being stored. */
class DifferenceTest {
    private static final Finding ALTERED =
            new Finding(DifferenceKind.ALTERED, 5, 7, -1, 1, 5, new Finding.Content(1, 2), null, "");

    private static ConsumerRecord<byte[], byte[]> record(
            long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value, String header) {
        var headers = new RecordHeaders();
        if (!header.isEmpty()) {
            headers.add("trace", header.getBytes(StandardCharsets.UTF_8));
        }
        return new ConsumerRecord<>(
                "orders",
                0,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void namesThePartsThatDiffer() {
        var one = record(5, 10, bytes("k"), bytes("v"), "a");

        assertThat(Difference.of(ALTERED, one, record(7, 10, bytes("k"), bytes("w"), "a"))
                        .what())
                .isEqualTo("value");
        assertThat(Difference.of(ALTERED, one, record(7, 10, bytes("k"), null, "a"))
                        .what())
                .isEqualTo("value");
        assertThat(Difference.of(ALTERED, one, record(7, 10, null, bytes("v"), "a"))
                        .what())
                .isEqualTo("key");
        assertThat(Difference.of(ALTERED, one, record(7, 11, bytes("k"), bytes("v"), "b"))
                        .what())
                .isEqualTo("headers, timestamp");
        assertThat(Difference.of(ALTERED, one, record(7, 10, bytes("k"), bytes("v"), ""))
                        .what())
                .isEqualTo("headers");
    }

    /** A hash of all of it, which any other tool makes as well: {@code printf abc | sha256sum}. */
    @Test
    void aFieldIsShownAsTextWithItsSizeAndHash() {
        ShownRecord shown = ShownRecord.of(record(5, 10, bytes("abc"), bytes("x".repeat(500)), "h"));

        assertThat(shown.key())
                .isEqualTo(new ShownRecord.Field(
                        "abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(shown.value()).isNotNull();
        assertThat(shown.value().text()).hasSizeLessThan(200).startsWith("xxxx").endsWith("...");
        assertThat(shown.value().bytes()).isEqualTo(500);
        assertThat(shown.headers()).extracting(ShownRecord.Header::name).containsExactly("trace");
    }

    @Test
    void whatIsNoTextOrCouldPlayWithATerminalIsMadeHarmless() {
        ShownRecord shown = ShownRecord.of(record(5, 10, new byte[] {(byte) 0xff, 0, 1}, bytes("a\u001b[2Jb\nc"), ""));

        assertThat(shown.key()).isNotNull();
        assertThat(shown.key().text()).isEqualTo("0xff0001");
        assertThat(shown.value()).isNotNull();
        assertThat(shown.value().text()).isEqualTo("a?[2Jb?c");
        assertThat(ShownRecord.of(record(1, 2, null, null, "")).value()).isNull();
    }

    @Test
    void aResultIsTheSameAfterItWasStored() {
        var difference = Difference.of(ALTERED, record(5, 10, bytes("k"), bytes("v"), "a"), null);
        var result = new PartitionResult(
                "orders",
                3,
                "dc1.orders",
                0,
                90,
                Counts.NONE,
                1,
                1,
                List.of(difference),
                List.of(new NotCompared(Reason.SOURCE_RETENTION, 7, "source offsets 0 to 6")));

        assertThat(JsonText.read(JsonText.line(result), PartitionResult.class)).isEqualTo(result);
    }

    @Test
    void theWorstPartitionDecidesAndNothingIsNotEqual() {
        assertThat(report(List.of())).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report(List.of(result(0, Reason.SOURCE_RETENTION)))).isEqualTo(Verdict.EQUAL);
        assertThat(report(List.of(result(0, Reason.SOURCE_RETENTION), result(0, Reason.UNREADABLE))))
                .isEqualTo(Verdict.INCOMPLETE);
        assertThat(report(List.of(result(1, Reason.NOT_COPIED_YET), result(0, Reason.UNREADABLE))))
                .isEqualTo(Verdict.DIFFERENT);
    }

    private static PartitionResult result(long differences, Reason reason) {
        return new PartitionResult(
                "orders",
                0,
                "dc1.orders",
                0,
                1,
                Counts.NONE,
                differences,
                differences,
                List.of(),
                List.of(new NotCompared(reason, 1, "")));
    }

    private static Verdict report(List<PartitionResult> partitions) {
        return new VerifyReport("dc1->dc2", "r", "everything", 0, 1, 1, partitions, List.of()).verdict();
    }
}
