package io.twinspan.app.cli;

import io.twinspan.app.cli.GroupsReport.Group;
import io.twinspan.app.cli.GroupsReport.Link;
import io.twinspan.app.cli.GroupsReport.Position;
import io.twinspan.model.error.Printable;
import org.jspecify.annotations.Nullable;

/** The report of {@code groups} as text for people. Immutable. */
record GroupsText(GroupsReport report, boolean withPositions) {
    private static final int MOST_CHARACTERS = 2_000;

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Link link : report.links()) {
            text.append(text.length() == 0 ? "" : "\n\n").append(headline(link));
            if (!link.groups().isEmpty()) {
                text.append('\n').append(withPositions ? positions(link) : groups(link));
            }
            if (!withPositions) {
                unknown(link, text);
            }
            link.problems().forEach(problem -> text.append("\nnot found out: ").append(printable(problem)));
        }
        return text.toString();
    }

    private static String headline(Link link) {
        long exact = link.groups().stream().filter(Group::exact).count();
        return link.link() + ": " + exact + " of "
                + CheckText.count(link.groups().size(), "group") + " exact"
                + (link.followed() ? "" : "; the link does not commit their offsets (sync.group.offsets.enabled)")
                + (link.ofCheckpoints() ? "; as the last checkpoints say, since the source does not answer" : "");
    }

    private static TextTable groups(Link link) {
        var table = new TextTable();
        table.row("GROUP", "EXACT", "READ AGAIN", "IN STEP", "ON SOURCE", "ON TARGET", "POSITIONS", "CHECKPOINT");
        for (Group group : link.groups()) {
            Long age = group.checkpointAgeMs();
            table.row(
                    group.group(),
                    exact(group.exact(), group.pending()),
                    Amounts.number(group.rereads()),
                    yes(group.inStep()),
                    group.onSource(),
                    group.onTarget(),
                    Integer.toString(group.positions().size()),
                    Amounts.age(age == null ? -1 : age));
        }
        return table;
    }

    private static TextTable positions(Link link) {
        var table = new TextTable();
        table.row(
                "GROUP",
                "TOPIC",
                "PARTITION",
                "SOURCE OFFSET",
                "TARGET TOPIC",
                "TARGET OFFSET",
                "COMMITTED THERE",
                "READ AGAIN",
                "REASON");
        for (Group group : link.groups()) {
            for (Position position : group.positions()) {
                table.row(
                        group.group(),
                        position.topic(),
                        Integer.toString(position.partition()),
                        Long.toString(position.sourceOffset()),
                        position.targetTopic(),
                        offset(position.targetOffset()),
                        offset(position.targetCommitted()),
                        position.targetOffset() == null ? "-" : Amounts.number(position.rereads()),
                        position.reason());
            }
        }
        return table;
    }

    private static void unknown(Link link, StringBuilder text) {
        for (Group group : link.groups()) {
            group.positions().stream()
                    .filter(position -> !position.reason().isEmpty())
                    .findFirst()
                    .ifPresent(position -> text.append('\n')
                            .append(printable(
                                    group.group() + " has no place on the target for " + position.topic() + "-"
                                            + position.partition() + " at " + position.sourceOffset() + ": "
                                            + position.reason())));
        }
    }

    private static String exact(boolean isExact, boolean isPending) {
        return isExact ? "yes" : isPending ? "not yet" : "NO";
    }

    private static String yes(boolean is) {
        return is ? "yes" : "NO";
    }

    private static String offset(@Nullable Long offset) {
        return offset == null ? "-" : Long.toString(offset);
    }

    /** Names and reasons may hold anything. */
    private static String printable(String text) {
        return Printable.of(text, MOST_CHARACTERS);
    }
}
