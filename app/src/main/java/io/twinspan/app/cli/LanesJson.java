package io.twinspan.app.cli;

import io.twinspan.control.lanes.LaneReport;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The shape of {@code lanes --json}, which scripts rely on. Immutable. */
record LanesJson(List<Link> links) {

    static LanesJson of(List<LaneReport> reports) {
        return new LanesJson(reports.stream().map(Link::of).toList());
    }

    /** A link. Immutable. */
    record Link(String link, List<Troubled> troubled, List<Befallen> incidents) {
        static Link of(LaneReport report) {
            return new Link(
                    report.link(),
                    report.troubled().stream().map(Troubled::of).toList(),
                    report.incidents().stream().map(Befallen::of).toList());
        }
    }

    /**
     * A partition that does not get on. Immutable.
     *
     * @param state {@code failed} or {@code retrying}
     * @param fromOffset the first source offset at which it does not get on, null if that is not about single records
     * @param toOffset the last one
     */
    record Troubled(
            String partition,
            int generation,
            String state,
            String cause,
            @Nullable Long fromOffset,
            @Nullable Long toOffset,
            String reason,
            String since) {
        static Troubled of(LaneState state) {
            OffsetRange range = state.range();
            return new Troubled(
                    state.lane().topic() + "-" + state.lane().partition(),
                    state.lane().generation(),
                    state.kind().name().toLowerCase(Locale.ROOT),
                    state.cause().text(),
                    range == null ? null : range.from(),
                    range == null ? null : range.to() - 1,
                    state.reason(),
                    Instant.ofEpochMilli(state.timeMs()).toString());
        }
    }

    /**
     * What befell a partition. Immutable.
     *
     * @param side {@code source} or {@code target}, whose offsets these are
     * @param count how many of them are concerned
     */
    record Befallen(
            String partition,
            int generation,
            String cause,
            String side,
            long fromOffset,
            long toOffset,
            long count,
            boolean accepted,
            String time) {
        static Befallen of(Incident incident) {
            return new Befallen(
                    incident.lane().topic() + "-" + incident.lane().partition(),
                    incident.lane().generation(),
                    incident.cause().text(),
                    incident.isOnTarget() ? "target" : "source",
                    incident.range().from(),
                    incident.range().to() - 1,
                    incident.offsets(),
                    incident.byOrder(),
                    Instant.ofEpochMilli(incident.timeMs()).toString());
        }
    }
}
