package io.twinspan.app.cli;

import io.twinspan.model.error.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows of text in aligned columns; columns of numbers are aligned to the right. Confined to one thread. */
final class TextTable {
    private static final String GAP = "  ";
    private static final int MOST_CHARACTERS = 1_000;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    /** Adds a row; what comes out of a topic may hold anything, and leaves nothing but text here. */
    void row(String... texts) {
        String[] cells = Stream.of(texts)
                .map(text -> Printable.of(text, MOST_CHARACTERS))
                .toArray(String[]::new);
        rows.add(List.of(cells));
        for (int i = 0; i < cells.length; i++) {
            if (i == widths.size()) {
                widths.add(0);
            }
            widths.set(i, Math.max(widths.get(i), cells[i].length()));
        }
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                String space = " ".repeat(widths.get(i) - cell.length());
                line.append(i == 0 ? "" : GAP).append(isNumeric(i) ? space + cell : cell + space);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** Whether every cell below the heading is a number or a dash. */
    private boolean isNumeric(int column) {
        return rows.stream()
                .skip(1)
                .filter(row -> column < row.size())
                .map(row -> row.get(column))
                .allMatch(cell -> !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || cell.equals("-")));
    }
}
