package io.twinspan.control.report;

import io.twinspan.control.journal.JournalRecord;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the reports of a journal together again, record by record in the order of the log. Confined to one thread. */
final class ReportShelf {
    private static final int MOST_CHARACTERS = 300;

    private final Map<String, Forms> byId = new LinkedHashMap<>();
    private final List<Flaw> flaws = new ArrayList<>();

    /** What the journal holds of one report: usually one form; several if it moved in the chain, or was tampered with. */
    private static final class Forms {
        private final Map<String, Form> byHash = new LinkedHashMap<>();
        private long deletedAt = -1;
        private long deletedMs;
    }

    /** The pieces of one form. */
    private static final class Form {
        private final Map<Integer, ReportPart> parts = new TreeMap<>();
        private final int of;
        private long lastOffset;

        private Form(int of) {
            this.of = of;
        }

        boolean isComplete() {
            return parts.size() == of;
        }

        String line() {
            var line = new StringBuilder();
            parts.values().forEach(part -> line.append(part.text()));
            return line.toString();
        }
    }

    /** A report with its place in the log. */
    private record Placed(SealedReport report, long offset) {}

    /** Takes the next record in; those of other kinds are not looked at. */
    void add(JournalRecord record) {
        if (!record.isOf(ReportPart.KIND)) {
            return;
        }
        int from = ReportPart.KIND.length() + 1;
        int to = record.key().lastIndexOf('/');
        if (to <= from) {
            unreadable(record, "its key has no name and part");
            return;
        }
        Forms forms = byId.computeIfAbsent(record.key().substring(from, to), unused -> new Forms());
        String value = record.value();
        if (value == null) {
            forms.deletedAt = record.offset();
            forms.deletedMs = record.timeMs();
            return;
        }
        try {
            ReportPart part = ReportPart.parse(value);
            Form form = forms.byHash.computeIfAbsent(part.hash() + "/" + part.of(), unused -> new Form(part.of()));
            form.parts.put(part.part(), part);
            form.lastOffset = record.offset();
        } catch (Inconsistent e) {
            unreadable(record, String.valueOf(e.getMessage()));
        }
    }

    private void unreadable(JournalRecord record, String why) {
        flaws.add(new Flaw(
                Flaw.Kind.UNREADABLE,
                0,
                "",
                "the record at offset " + record.offset() + ", with the key " + shown(record.key())
                        + ", is no part of a report: " + shown(why)));
    }

    /** All that there is, in the order of the log. */
    StoredReports finish(String topic) {
        var found = new ArrayList<Placed>();
        byId.forEach((id, forms) -> {
            Placed placed = newest(id, forms);
            if (placed != null) {
                found.add(placed);
            }
        });
        found.sort(Comparator.comparingLong(Placed::offset));
        return new StoredReports(topic, found.stream().map(Placed::report).toList(), flaws);
    }

    private @Nullable Placed newest(String id, Forms forms) {
        Placed newest = null;
        boolean begun = false;
        for (Form form : inOrder(forms)) {
            begun = !form.isComplete();
            Placed placed = begun ? null : placed(id, form);
            if (placed != null) {
                if (newest != null) {
                    compare(newest, placed);
                }
                newest = placed;
            }
        }
        if (forms.deletedAt > (newest == null ? -1 : newest.offset())) {
            deleted(id, forms);
            return null;
        }
        if (begun) {
            flaws.add(new Flaw(
                    Flaw.Kind.INCOMPLETE,
                    0,
                    id,
                    "report " + shown(id) + " was not written to its end" + (newest == null ? "" : " a second time")));
        }
        return newest;
    }

    private static List<Form> inOrder(Forms forms) {
        return forms.byHash.values().stream()
                .sorted(Comparator.comparingLong(form -> form.lastOffset))
                .toList();
    }

    private @Nullable Placed placed(String id, Form form) {
        try {
            SealedReport report = SealedReport.parse(form.line());
            if (report.heading().id().equals(id)) {
                return new Placed(report, form.lastOffset);
            }
            flaws.add(new Flaw(
                    Flaw.Kind.UNREADABLE,
                    report.heading().number(),
                    id,
                    "under the name " + shown(id) + " there is the report "
                            + shown(report.heading().id())));
        } catch (Inconsistent e) {
            flaws.add(new Flaw(
                    Flaw.Kind.UNREADABLE, 0, id, "report " + shown(id) + " cannot be read: " + shown(e.getMessage())));
        }
        return null;
    }

    /** A report moves to a higher place only, when its writer finds that another has its own; else it stays as it was. */
    private void compare(Placed before, Placed now) {
        long number = now.report().heading().number();
        if (number <= before.report().heading().number()) {
            String id = now.report().heading().id();
            flaws.add(new Flaw(
                    Flaw.Kind.CHANGED,
                    number,
                    id,
                    "report " + shown(id) + " (number " + number
                            + ") was written once more, with other content: it was at offset " + before.offset()
                            + " of the journal, and is now at " + now.offset()));
        }
    }

    private void deleted(String id, Forms forms) {
        flaws.add(new Flaw(
                Flaw.Kind.MISSING,
                0,
                id,
                "report " + shown(id) + " was deleted from the journal on " + Instant.ofEpochMilli(forms.deletedMs)));
    }

    private static String shown(@Nullable String text) {
        return Printable.of(String.valueOf(text), MOST_CHARACTERS);
    }
}
