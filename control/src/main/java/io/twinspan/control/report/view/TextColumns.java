package io.twinspan.control.report.view;

import io.twinspan.control.report.view.Table.Column.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows in aligned columns that fit on a page: names that are too long lose their middle, and a sentence in the last column goes on in the
 * next line, or stands below its row if there is no room for it. Confined to one thread.
 */
final class TextColumns {
    private static final String GAP = "  ";
    private static final String CUT = "..";
    private static final int NARROW = 10;
    private static final int LEAST_SENTENCE = 24;

    private final List<Table.Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    TextColumns(List<Table.Column> columns) {
        this.columns = columns;
        rows.add(columns.stream()
                .map(column -> column.title().toUpperCase(Locale.ROOT))
                .toList());
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /** Prints them, each line behind the indent. */
    void print(TextPage page, String indent) {
        int most = TextPage.WIDTH - indent.length();
        boolean hasSentence = columns.get(columns.size() - 1).kind() == Kind.SENTENCE;
        int aligned = columns.size() - (hasSentence ? 1 : 0);
        int reserved = hasSentence ? Math.min(longest(aligned), LEAST_SENTENCE) + GAP.length() : 0;
        int[] widths = widths(aligned);
        boolean fits = narrow(widths, most - reserved);
        if (!fits) {
            narrow(widths, most);
        }
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            String line = indent + line(row, widths);
            if (hasSentence && fits) {
                page.hanging(line + GAP, row.get(aligned));
                continue;
            }
            page.line(line);
            // The heading of what stands below would only be in the way.
            if (hasSentence && i > 0 && !row.get(aligned).isEmpty()) {
                page.hanging(indent + GAP + GAP, row.get(aligned));
            }
        }
    }

    private String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = shortened(row.get(i), widths[i]);
            String space = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : GAP).append(columns.get(i).isNumeric() ? space + cell : cell + space);
        }
        return line.toString();
    }

    private int[] widths(int count) {
        int[] widths = new int[count];
        for (int i = 0; i < count; i++) {
            widths[i] = longest(i);
        }
        return widths;
    }

    private int longest(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    /** Takes characters from the widest columns of names until all fit; false if they do not when all names are narrow. */
    private boolean narrow(int[] widths, int most) {
        int over = GAP.length() * (widths.length - 1) - most;
        for (int width : widths) {
            over += width;
        }
        for (; over > 0; over--) {
            int widest = widestName(widths);
            if (widest < 0) {
                return false;
            }
            widths[widest]--;
        }
        return true;
    }

    private int widestName(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean wider = widest < 0 || widths[i] > widths[widest];
            if (columns.get(i).kind() == Kind.NAME && widths[i] > NARROW && wider) {
                widest = i;
            }
        }
        return widest;
    }

    /** Without its middle: names that belong together tend to begin alike, and to differ at their end. */
    static String shortened(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int tail = (width - CUT.length()) / 2;
        int head = width - CUT.length() - tail;
        return text.substring(0, head) + CUT + text.substring(text.length() - tail);
    }
}
