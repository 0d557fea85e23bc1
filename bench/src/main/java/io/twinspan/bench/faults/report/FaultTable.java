package io.twinspan.bench.faults.report;

import io.twinspan.bench.report.Table;
import java.util.List;
import java.util.Locale;

/** Results as a table for people, in text or in Markdown, one row a fault. Stateless. */
public final class FaultTable {
    private static final List<String> TITLES = List.of(
            "fault",
            "record again",
            "full speed",
            "lost",
            "doubled",
            "reordered",
            "loss named",
            "machine's load",
            "seen");

    private static final int SEEN_LENGTH = 200;

    private FaultTable() {}

    /** As text, for a terminal. */
    public static String text(List<FaultResult> results) {
        Table table = new Table(TITLES.subList(0, TITLES.size() - 1).toArray(String[]::new));
        StringBuilder seen = new StringBuilder();
        for (FaultResult result : results) {
            List<String> cells = cells(result);
            table.row(cells.subList(0, cells.size() - 1).toArray(String[]::new));
            seen.append("  ")
                    .append(result.tool())
                    .append(' ')
                    .append(result.fault())
                    .append(": ")
                    .append(cells.get(cells.size() - 1))
                    .append('\n');
        }
        return table.text() + "\n" + seen;
    }

    /** As Markdown, for a document. */
    public static String markdown(List<FaultResult> results) {
        StringBuilder text = new StringBuilder(row(TITLES))
                .append("|---".repeat(TITLES.size()))
                .append("|\n");
        results.forEach(result -> text.append(row(cells(result))));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |\n";
    }

    private static List<String> cells(FaultResult result) {
        String name = result.tool() + " " + result.fault();
        if (!result.failure().isEmpty()) {
            return List.of(name, "-", "-", "-", "-", "-", "-", "-", shortened(result.failure()));
        }
        Checked checked = result.checked();
        String lost = number(result.lostSilently())
                + (checked.lost() > result.lostSilently()
                        ? " (+ " + number(checked.lost() - result.lostSilently()) + " named)"
                        : "");
        return List.of(
                name,
                seconds(result.firstMs()),
                seconds(result.fullMs()),
                lost,
                number(checked.doubled()),
                number(checked.reordered()) + (checked.other() == 0 ? "" : " (other: " + number(checked.other()) + ")"),
                result.naming().word(),
                String.format(Locale.ROOT, "%.1f", result.loadAverage()),
                shortened(seen(result)));
    }

    private static String seen(FaultResult result) {
        String own = result.shownNothing().isEmpty() ? "" : "HAS SHOWN NOTHING: " + result.shownNothing() + "; ";
        return own + String.join("; ", result.observed());
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SEEN_LENGTH ? line : line.substring(0, SEEN_LENGTH - 3) + "...";
    }

    private static String seconds(long ms) {
        return ms < 0 ? "never" : String.format(Locale.ROOT, "%.1f s", ms / 1e3);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
