package io.twinspan.app.cli;

import io.twinspan.app.cli.TranslationReport.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report of {@code translate} as text for people. Immutable. */
record TranslationText(TranslationReport report) {

    @Override
    public String toString() {
        var text = new StringBuilder(headline());
        if (!report.positions().isEmpty()) {
            text.append('\n').append(table());
        }
        for (Position position : report.positions()) {
            if (!position.reason().isEmpty()) {
                text.append('\n')
                        .append(name(position))
                        .append(" at ")
                        .append(position.offset())
                        .append(" is not translated: ")
                        .append(position.reason());
            }
        }
        if (!report.leftOut().isEmpty()) {
            text.append("\nnot topics of the link: ").append(String.join(", ", report.leftOut()));
        }
        return text.toString();
    }

    private String headline() {
        String group = report.group();
        List<Position> positions = report.positions();
        String what = group == null ? "" : "group " + group + ", ";
        if (positions.isEmpty()) {
            return report.link() + ": " + what + "no position in a topic of the link";
        }
        return report.link() + ": " + what + exactness(positions);
    }

    private static String exactness(List<Position> positions) {
        String count = CheckText.count(positions.size(), "position");
        if (isOfCheckpoints(positions)) {
            return count + " from the checkpoints";
        }
        long unknown = positions.stream()
                .filter(position -> position.offsetThere() == null)
                .count();
        long pending = positions.stream().filter(Position::pending).count();
        long inherent =
                positions.stream().filter(position -> !position.isExact()).count() - unknown - pending;
        if (unknown + pending + inherent == 0) {
            return count + ", exact";
        }
        return count
                + (unknown == 0 ? "" : ", " + unknown + " NOT TRANSLATED")
                + (pending == 0 ? "" : ", " + pending + " NOT COPIED YET")
                + (inherent == 0 ? "" : ", " + inherent + " as near as two interleavings allow");
    }

    private static boolean isOfCheckpoints(List<Position> positions) {
        return positions.stream().allMatch(position -> position.offset() == null);
    }

    private String table() {
        var table = new TextTable();
        if (isOfCheckpoints(report.positions())) {
            table.row("ON " + report.to(), "PARTITION", "OFFSET THERE");
            report.positions()
                    .forEach(position -> table.row(
                            position.topicThere(),
                            Integer.toString(position.partition()),
                            number(position.offsetThere())));
            return table.toString();
        }
        table.row("ON " + report.from(), "PARTITION", "OFFSET", "ON " + report.to(), "OFFSET THERE", "READ AGAIN");
        for (Position position : report.positions()) {
            String topic = position.topic();
            table.row(
                    topic == null ? "" : topic,
                    Integer.toString(position.partition()),
                    number(position.offset()),
                    position.topicThere(),
                    number(position.offsetThere()),
                    number(position.rereads()));
        }
        return table.toString();
    }

    private static String name(Position position) {
        return position.topic() + "-" + position.partition();
    }

    private static String number(@Nullable Long value) {
        return value == null ? "-" : Long.toString(value);
    }
}
