package io.twinspan.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, one line a row. Confined to one thread. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** With these titles. */
    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    /** Adds a row with as many cells as there are titles. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** All of it, the first column to the left and the others to the right. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String blanks = " ".repeat(width(column) - cell.length());
                text.append(column == 0 ? cell + blanks : "  " + blanks + cell);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
