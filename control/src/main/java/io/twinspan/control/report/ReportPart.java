package io.twinspan.control.report;

import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.journal.TextParts;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.Inconsistent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A piece of a sealed report, which is what one record of the journal holds. Immutable.
 *
 * @param hash that of the report, so that pieces of an earlier form of it are not taken for its own
 * @param part which piece it is, from 0 on
 * @param of how many there are
 * @param text the piece; all of them one behind the other are the line
 */
record ReportPart(String hash, int part, int of, String text) {
    /** The first word of the keys of all of them. */
    static final String KIND = "report";

    // In JSON a quotation mark takes two characters, and a report has a lot of them.
    private static final int MOST_CHARACTERS = JournalTopic.MOST_CHARACTERS / 2 - 1_000;

    ReportPart {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(text, "text");
        if (part < 0 || part >= of) {
            throw new IllegalArgumentException("part " + part + " of " + of);
        }
    }

    /** A report in as many pieces as it takes. */
    static List<ReportPart> of(SealedReport report) {
        List<String> texts = TextParts.cut(report.line(), MOST_CHARACTERS);
        var parts = new ArrayList<ReportPart>();
        for (int i = 0; i < texts.size(); i++) {
            parts.add(new ReportPart(report.hash(), i, texts.size(), texts.get(i)));
        }
        return parts;
    }

    JournalRecord record(String id, long timeMs) {
        return new JournalRecord(KIND + "/" + id + "/" + part, JsonText.line(this), -1, timeMs);
    }

    /**
     * Reads the value of a record.
     *
     * @throws Inconsistent if it is no such piece
     */
    static ReportPart parse(String value) {
        return JsonText.read(value, ReportPart.class);
    }
}
