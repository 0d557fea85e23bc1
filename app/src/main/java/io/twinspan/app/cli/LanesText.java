package io.twinspan.app.cli;

import io.twinspan.control.lanes.LaneReport;
import io.twinspan.model.position.Cause.Remedy;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The report of {@code lanes} as text for people. Confined to one thread. */
final class LanesText {
    static final String PAGE = "docs/how-to/when-a-partition-stops.md";

    private final String file;

    /** @param file as it was given, for the commands to paste */
    LanesText(String file) {
        this.file = file;
    }

    String of(List<LaneReport> reports) {
        var text = new StringBuilder();
        for (LaneReport report : reports) {
            text.append(text.length() == 0 ? "" : "\n\n").append(headline(report));
            for (LaneState state : report.troubled()) {
                troubled(report.link(), state, text);
            }
            if (!report.incidents().isEmpty()) {
                text.append("\n\n").append(incidents(report.incidents()));
            }
        }
        return text.toString();
    }

    private static String headline(LaneReport report) {
        long stopped = report.troubled().stream()
                .filter(state -> state.kind() == LaneState.Kind.FAILED)
                .count();
        long retried = report.troubled().size() - stopped;
        if (report.troubled().isEmpty()) {
            return report.link() + ": every partition gets on";
        }
        return report.link() + ": " + CheckText.count((int) stopped, "partition") + " stopped, " + retried
                + " tried again";
    }

    private void troubled(String link, LaneState state, StringBuilder text) {
        String partition = state.lane().topic() + "-" + state.lane().partition();
        text.append("\n\n")
                .append(partition)
                .append(state.kind() == LaneState.Kind.FAILED ? " has stopped" : " is tried again")
                .append(" since ")
                .append(time(state.timeMs()))
                .append(": ")
                .append(state.cause().text());
        if (state.range() != null) {
            text.append(", source offsets ").append(state.range());
        }
        text.append("\n  ").append(state.reason());
        text.append("\n  See ").append(PAGE).append('#').append(state.cause().text());
        String order = "\n    twinspan lanes %s " + file + " '" + link + "' " + partition;
        if (state.cause().remedy() == Remedy.ACCEPT_GAP && state.range() != null) {
            text.append(order.formatted("accept-gap"));
        }
        if (state.cause().remedy() != Remedy.NONE) {
            text.append(order.formatted("restart-at")).append(" --earliest (or --offset N, --latest, --position)");
        }
    }

    private static TextTable incidents(List<Incident> incidents) {
        var table = new TextTable();
        table.row("WHEN", "PARTITION", "WHAT BEFELL IT", "SIDE", "OFFSETS", "COUNT", "ACCEPTED");
        for (Incident incident : incidents) {
            table.row(
                    time(incident.timeMs()),
                    incident.lane().toString(),
                    incident.cause().text(),
                    incident.isOnTarget() ? "target" : "source",
                    incident.range().toString(),
                    Long.toString(incident.offsets()),
                    incident.byOrder() ? "yes" : "no");
        }
        return table;
    }

    private static String time(long timeMs) {
        return Instant.ofEpochMilli(timeMs).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
