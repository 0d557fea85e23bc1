package io.twinspan.control.report.view;

import io.twinspan.control.report.Report;
import io.twinspan.control.report.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Puts tables on a page: the worst rows, more of them behind a click, and what the rest is. Confined to one thread. */
final class HtmlTables {
    private static final int SHOWN = 10;
    private static final int FOLDED = 200;

    private final Html page;

    HtmlTables(Html page) {
        this.page = page;
    }

    /** A table under its own title; nothing if it has no rows. */
    void titled(Table table) {
        if (!table.rows().isEmpty()) {
            page.element("h3", table.title());
            plain(table);
        }
    }

    /** A table whose title stands above it already. */
    void plain(Table table) {
        int all = table.rows().size();
        // A single row more is as short as the sentence about it.
        int shown = all == SHOWN + 1 ? all : Math.min(all, SHOWN);
        rows(table, table.rows().subList(0, shown));
        if (shown == all) {
            return;
        }
        int folded = Math.min(all, shown + FOLDED);
        page.open("details").element("summary", table.rest(shown));
        rows(table, table.rows().subList(shown, folded));
        if (folded < all) {
            page.element("p", table.rest(folded) + "; the report's JSON has all of them", "class", "rest");
        }
        page.close();
    }

    private void rows(Table table, List<Table.Row> rows) {
        page.open("table");
        heading(table.columns());
        page.open("tbody");
        for (Table.Row row : rows) {
            page.open("tr", "class", tone(row.tone()));
            for (int i = 0; i < row.cells().size(); i++) {
                Table.Column column = table.columns().get(i);
                String cell = row.cells().get(i);
                page.element("td", cell, "data-label", column.title(), "class", kind(column, cell));
            }
            page.close();
        }
        page.close().close();
    }

    private static String kind(Table.Column column, String cell) {
        return kind(column) + (cell.isEmpty() ? " empty" : "");
    }

    private static String kind(Table.Column column) {
        return column.kind().name().toLowerCase(Locale.ROOT);
    }

    private void heading(List<Table.Column> columns) {
        page.open("thead").open("tr");
        columns.forEach(column -> page.element("th", column.title(), "scope", "col", "class", kind(column)));
        page.close().close();
    }

    /** The steps, with a bar for each that shows when it ran. */
    void steps(Report report) {
        page.open("table", "class", "short");
        heading(List.of(
                Table.Column.name("Step"),
                Table.Column.words("Outcome"),
                Table.Column.number("Took"),
                Table.Column.number("Limit"),
                Table.Column.number("Tries"),
                Table.Column.words("When")));
        page.open("tbody");
        List<Table.Row> rows = ReportTables.steps(report).rows();
        for (int i = 0; i < rows.size(); i++) {
            step(report, report.steps().get(i), rows.get(i));
        }
        page.close().close();
    }

    private void step(Report report, Step step, Table.Row row) {
        page.open("tr", "class", tone(row.tone()));
        page.open("td", "class", "name").text(step.name()).element("span", step.what(), "class", "note");
        step.remarks().forEach(remark -> page.element("span", remark, "class", "note"));
        page.close();
        page.open("td", "data-label", "Outcome", "class", "words")
                .element("span", row.cells().get(1), "class", "pill")
                .close();
        page.element("td", row.cells().get(2), "data-label", "Took", "class", "number");
        page.element("td", row.cells().get(3), "data-label", "Limit", "class", "number");
        page.element("td", row.cells().get(4), "data-label", "Tries", "class", "number");
        page.open("td", "data-label", "When", "class", step.started() == null ? "empty" : "wide");
        bar(report, step);
        page.close().close();
    }

    private void bar(Report report, Step step) {
        long all = Math.max(1, report.took().toMillis());
        if (step.started() != null) {
            double from =
                    percent(Duration.between(report.started(), step.started()).toMillis(), all);
            double width = Math.min(percent(step.durationMs(), all), 100 - from);
            page.open("span", "class", "bar", "aria-hidden", "true")
                    .element("i", "", "style", String.format(Locale.ROOT, "left:%.1f%%;width:%.1f%%", from, width))
                    .close();
        }
    }

    private static double percent(long part, long all) {
        return Math.max(0, Math.min(100, 100.0 * part / all));
    }

    static String tone(Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }
}
