package io.twinspan.app.cli;

import io.twinspan.control.orphan.OrphanCount;
import io.twinspan.control.orphan.OrphanRange;
import io.twinspan.control.scene.Scene;
import java.util.Map;

/** What {@code orphans} says to people: how many, where, and what can be done. */
final class OrphansText {
    private static final int MOST_PARTITIONS = 30;

    private OrphansText() {}

    static String of(OrphansCommand.Found found, OrphanCount count, Map<OrphanRange, Long> replayed, String file) {
        Scene scene = found.scene();
        String source = scene.link().source().alias().value();
        String target = scene.link().target().alias().value();
        OrphansReport report = OrphansReport.of(found, count, replayed);
        var text = new StringBuilder();
        if (report.records() == 0) {
            text.append(report.link())
                    .append(": no orphans: what ")
                    .append(source)
                    .append(" has is on ")
                    .append(target)
                    .append(", or will be copied\n");
        } else {
            text.append(report.link())
                    .append(": ")
                    .append(Amounts.records(report.records()))
                    .append(" (")
                    .append(Amounts.bytes(report.bytes()))
                    .append(") are on ")
                    .append(source)
                    .append(" and not on ")
                    .append(target)
                    .append("\n\n")
                    .append(table(report));
        }
        report.remarks().forEach(remark -> text.append("note: ").append(remark).append('\n'));
        if (report.records() > 0) {
            String command = "  twinspan orphans " + file + " '" + report.link() + "' ";
            text.append("\nThey stay where they are. To look at them, or to bring them over:\n")
                    .append(command)
                    .append("export --output orphans.jsonl\n")
                    .append(command)
                    .append(
                            found.ranges().stream().allMatch(OrphanRange::isSameName)
                                    ? "replay\n"
                                    : "export --to-topic TOPIC\n");
        }
        return text.toString().stripTrailing();
    }

    private static TextTable table(OrphansReport report) {
        var table = new TextTable();
        table.row("partition", "orphans", "size", "offsets", "timestamps", "");
        report.partitions().stream()
                .limit(MOST_PARTITIONS)
                .forEach(one -> table.row(
                        one.topic() + "-" + one.partition(),
                        Amounts.number(one.records()),
                        Amounts.bytes(one.bytes()),
                        one.firstOffset() + " to " + one.lastOffset(),
                        one.firstTimestamp() + " to " + one.lastTimestamp(),
                        one.replayedBelow() > one.lastOffset()
                                ? "replayed"
                                : one.replayedBelow() > one.firstOffset()
                                        ? "replayed below " + one.replayedBelow()
                                        : ""));
        int more = report.partitions().size() - MOST_PARTITIONS;
        if (more > 0) {
            table.row("and " + more + " more partitions; --json has all");
        }
        return table;
    }
}
