package io.twinspan.control.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Printable;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A report as it is stored: one line of JSON that ends with its own hash. Immutable.
 *
 * <p>The line is the report's JSON without any space between its parts, and {@code "hash"} is the last field of the object. The hash is
 * the SHA-256, in 64 lower-case hexadecimal digits, of the bytes (UTF-8) of the line without that field:
 *
 * <pre>
 * {"id":"failover-...","number":7,"previous":"9c01...", ... ,"verification":null,"hash":"4f2a..."}      what is stored
 * {"id":"failover-...","number":7,"previous":"9c01...", ... ,"verification":null}                       what is hashed
 * </pre>
 *
 * <p>So it is the text that counts, not what this version makes of it: a report that another version wrote, with fields that this one
 * does not know, keeps its hash. With other tools: {@code jq -cj 'del(.hash)' | sha256sum}.
 *
 * @param line what is stored
 * @param hash the hash that it ends with, which may be that of another text
 */
public record SealedReport(String line, String hash, Heading heading) {
    private static final Pattern END = Pattern.compile(",\"hash\":\"([0-9a-f]{" + Sha256.DIGITS + "})\"}\\z");
    private static final String FORMAT = ",\"hash\":\"%s\"}";
    private static final int MOST_CHARACTERS = 200;

    /** What every version can tell of a report. Immutable. */
    public record Heading(
            String id, long number, String previous, String kind, String link, String verdict, Instant started) {
        public Heading {
            id = text(id);
            previous = text(previous);
            kind = text(kind);
            link = text(link);
            verdict = text(verdict);
            started = time(started);
        }

        private static Instant time(@Nullable Instant any) {
            return any == null ? Instant.EPOCH : any;
        }

        private static String text(@Nullable String any) {
            return any == null ? "" : any;
        }
    }

    public SealedReport {
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(heading, "heading");
    }

    /** Seals a report in the place that it has. */
    public static SealedReport of(Report report) {
        String text = JsonText.line(report);
        String hash = Sha256.of(text.getBytes(UTF_8));
        return parse(text.substring(0, text.length() - 1) + FORMAT.formatted(hash));
    }

    /**
     * Reads what is stored.
     *
     * @throws Inconsistent if it is no such line
     */
    public static SealedReport parse(String line) {
        Matcher end = END.matcher(line);
        if (!end.find()) {
            throw new Inconsistent("this is no sealed report, since it does not end with a hash: "
                    + Printable.of(line, MOST_CHARACTERS));
        }
        return new SealedReport(line, end.group(1), JsonText.read(line, Heading.class));
    }

    /** Whether the hash is that of the text. */
    public boolean intact() {
        String text = line.substring(0, line.length() - FORMAT.formatted(hash).length()) + "}";
        return Sha256.of(text.getBytes(UTF_8)).equals(hash);
    }

    /**
     * The report itself.
     *
     * @throws Inconsistent if this version cannot read it
     */
    public Report report() {
        try {
            return JsonText.read(line, Report.class);
        } catch (Inconsistent e) {
            throw new Inconsistent(
                    "report " + Printable.of(heading.id(), MOST_CHARACTERS)
                            + " cannot be read by this version of twinspan, perhaps since a newer one wrote it; upgrade, or read"
                            + " it with --json: " + e.getMessage(),
                    e);
        }
    }
}
