package io.twinspan.control.report.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows of a report, those first that matter most. Immutable.
 *
 * @param rows all of them; whoever shows only some says with {@link #rest} what the others are
 */
record Table(String title, List<Column> columns, List<Row> rows) {
    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Without its last column, if nothing stands there. */
    Table withoutEmptyEnd() {
        int last = columns.size() - 1;
        if (rows.stream().anyMatch(row -> !row.cells().get(last).isEmpty())) {
            return this;
        }
        return new Table(
                title,
                columns.subList(0, last),
                rows.stream()
                        .map(row -> new Row(row.grade(), row.tone(), row.cells().subList(0, last)))
                        .toList());
    }

    /** A column. Immutable. */
    record Column(String title, Kind kind) {
        /** What stands in it. */
        enum Kind {
            /** What somebody named, however long. */
            NAME,
            /** A few words, the same in many rows. */
            WORDS,
            NUMBER,
            SENTENCE
        }

        static Column name(String title) {
            return new Column(title, Kind.NAME);
        }

        static Column words(String title) {
            return new Column(title, Kind.WORDS);
        }

        static Column number(String title) {
            return new Column(title, Kind.NUMBER);
        }

        static Column sentence(String title) {
            return new Column(title, Kind.SENTENCE);
        }

        boolean isNumeric() {
            return kind == Kind.NUMBER;
        }
    }

    /**
     * A row. Immutable.
     *
     * @param grade what all rows of its kind have in common, in words that follow a number: {@code replicated to the end}
     */
    record Row(String grade, Tone tone, List<String> cells) {
        Row {
            cells = cells.stream().map(Words::printable).toList();
        }
    }

    /** What the rows from here on are, in a sentence; empty if there are none. */
    String rest(int from) {
        if (from >= rows.size()) {
            return "";
        }
        List<Row> left = rows.subList(from, rows.size());
        String more = "and " + Words.number(left.size()) + " more";
        Map<String, Long> grades = grades(left);
        if (grades.size() == 1) {
            String grade = left.get(0).grade();
            return grade.isEmpty() ? more : more + (left.size() == 1 ? ", " : ", all ") + grade;
        }
        return more + ": " + listed(grades);
    }

    /** How many rows there are of each grade: {@code 48 replicated to the end, 2 behind}. */
    String grades() {
        return listed(grades(rows));
    }

    /** How many rows have this grade. */
    long count(String grade) {
        return rows.stream().filter(row -> row.grade().equals(grade)).count();
    }

    private static Map<String, Long> grades(List<Row> rows) {
        return rows.stream().collect(Collectors.groupingBy(Row::grade, LinkedHashMap::new, Collectors.counting()));
    }

    private static String listed(Map<String, Long> grades) {
        return grades.entrySet().stream()
                .map(grade -> Words.number(grade.getValue().longValue()) + " " + grade.getKey())
                .collect(Collectors.joining(", "));
    }
}
