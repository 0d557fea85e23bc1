package io.twinspan.control.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinspan.model.error.Inconsistent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedReportTest {
    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.plain("failover-1"),
                SampleReports.planned(),
                SampleReports.emergency(),
                SampleReports.drill(),
                SampleReports.verification(),
                SampleReports.large(3, 2, 60));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsSealedIsReadBackEqual(Report report) {
        SealedReport sealed = SealedReport.of(report.at(7, "ab"));
        SealedReport read = SealedReport.parse(sealed.line());

        assertThat(read.report()).isEqualTo(report.at(7, "ab"));
        assertThat(read).isEqualTo(sealed).matches(SealedReport::intact);
        assertThat(read.heading().number()).isEqualTo(7);
        assertThat(read.heading().verdict()).isEqualTo(report.verdict().name());
    }

    /** As another program would check it, which knows nothing of reports. */
    @ParameterizedTest
    @MethodSource("reports")
    void theHashIsThatOfTheJsonWithoutIt(Report report) throws Exception {
        SealedReport sealed = SealedReport.of(report);
        var json = (ObjectNode) new ObjectMapper().readTree(sealed.line());

        String hash = json.remove("hash").asText();

        assertThat(hash).isEqualTo(sealed.hash());
        // That program writes control characters in capital digits.
        String canonical = json.toString().replace("\\u001B", "\\u001b");
        assertThat(Sha256.of(canonical.getBytes(UTF_8))).isEqualTo(hash);
    }

    /** The hash was computed by sha256sum over the text as it stands here. */
    @Test
    void theTextThatIsHashedIsAsDocumented() {
        var report = new Report(
                "drill-20261130T185142Z-0007",
                2,
                "00ff",
                ReportKind.DRILL,
                "dc1->dc2",
                Verdict.OK,
                "It would work: gr\u00fcn.",
                SampleReports.STARTED,
                SampleReports.STARTED.plusSeconds(61),
                new Author("ann@ops-3", "0.1.0", Map.of("--since", "1h", "--all", ""), "ab"),
                List.of(),
                Rpo.NOTHING,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Remark(Remark.Severity.NOTE, "tab\tand \u001b", "")),
                List.of(),
                null,
                null);

        String text = "{\"id\":\"drill-20261130T185142Z-0007\",\"number\":2,\"previous\":\"00ff\",\"kind\":\"DRILL\","
                + "\"link\":\"dc1->dc2\",\"verdict\":\"OK\",\"sentence\":\"It would work: gr\u00fcn.\","
                + "\"started\":\"2026-11-30T18:51:42.250Z\",\"ended\":\"2026-11-30T18:52:43.250Z\","
                + "\"author\":{\"who\":\"ann@ops-3\",\"version\":\"0.1.0\",\"options\":{\"--all\":\"\",\"--since\":\"1h\"},"
                + "\"configurationSha256\":\"ab\"},\"clusters\":[],"
                + "\"rpo\":{\"records\":0,\"bytes\":0,\"ms\":0,\"exact\":true,\"reason\":\"\",\"worst\":[]},\"rto\":null,"
                + "\"steps\":[],\"topics\":[],\"groups\":[],\"access\":[],"
                + "\"remarks\":[{\"severity\":\"NOTE\",\"what\":\"tab\\tand \\u001b\",\"cure\":\"\"}],\"next\":[],"
                + "\"drill\":null,\"verification\":null";
        assertThat(SealedReport.of(report).line())
                .isEqualTo(text + ",\"hash\":\"752948fbef9a299f8dad4e5517a41d6f8de4f8ff0c5f5b281be88803abc49cc8\"}");
    }

    @Test
    void anyChangeOfTheTextShows() {
        String line = SealedReport.of(SampleReports.emergency()).line();

        assertThat(SealedReport.parse(line.replace("\"records\":1204", "\"records\":1203")))
                .matches(report -> !report.intact());
        assertThat(SealedReport.parse(line.replace("\"number\":0", "\"number\": 0")))
                .matches(report -> !report.intact());
    }

    /** Its hash is that of the text, with fields that this version does not know. */
    @Test
    void aReportOfALaterVersionKeepsItsHash() {
        String line = SealedReport.of(SampleReports.plain("failover-1")).line();
        String text = line.substring(0, line.lastIndexOf(",\"hash\"")) + ",\"weather\":\"fair\"}";
        String later = text.substring(0, text.length() - 1) + ",\"hash\":\"" + Sha256.of(text.getBytes(UTF_8)) + "\"}";

        SealedReport read = SealedReport.parse(later);

        assertThat(read).matches(SealedReport::intact);
        assertThat(read.report()).isEqualTo(SampleReports.plain("failover-1"));
    }

    @Test
    void aVerdictOfALaterVersionIsReadAsFarAsItGoes() {
        String line = SealedReport.of(SampleReports.plain("failover-1")).line().replace("\"OK\"", "\"SPLENDID\"");

        SealedReport read = SealedReport.parse(line);

        assertThat(read.heading().verdict()).isEqualTo("SPLENDID");
        assertThatThrownBy(read::report)
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("report failover-1 cannot be read by this version");
    }

    @Test
    void whatIsNoSealedReportIsSaid() {
        for (String line : List.of("", "{}", "hash", "{\"id\":\"x\",\"hash\":\"12\"}")) {
            assertThatThrownBy(() -> SealedReport.parse(line))
                    .isInstanceOf(Inconsistent.class)
                    .hasMessageContaining("does not end with a hash");
        }
        assertThatThrownBy(() -> SealedReport.parse("nonsense,\"hash\":\"" + "0".repeat(64) + "\"}"))
                .isInstanceOf(Inconsistent.class);
    }

    @Test
    void noSecretIsKept() {
        assertThat(SealedReport.of(SampleReports.planned()).line())
                .contains("\"--hook-token\":\"[hidden]\"")
                .doesNotContain("hush-hush");
    }

    @Test
    void namesTellKindAndTime() {
        assertThat(ReportKind.FAILOVER.id(SampleReports.STARTED, 0x3f2a)).isEqualTo("failover-20261130T185142Z-3f2a");
        assertThat(ReportKind.DRILL.id(SampleReports.STARTED, -1)).isEqualTo("drill-20261130T185142Z-ffff");
    }
}
