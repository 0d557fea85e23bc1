package io.twinspan.control.lanes;

import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneState;
import java.util.Comparator;
import java.util.List;

/**
 * What there is to decide about one link's partitions, and what befell them. Immutable.
 *
 * @param link its name, {@code dc1->dc2}
 * @param troubled the partitions that do not get on, those that have stopped first
 * @param incidents the ranges that were lost, left out or written by others, in the order in which they were stored
 */
public record LaneReport(String link, List<LaneState> troubled, List<Incident> incidents) {
    private static final Comparator<LaneState> STOPPED_FIRST = Comparator.comparing(
                    (LaneState state) -> state.kind() != LaneState.Kind.FAILED)
            .thenComparing(state -> state.lane().topic())
            .thenComparing(state -> state.lane().partition());

    public LaneReport {
        troubled = troubled.stream().sorted(STOPPED_FIRST).toList();
        incidents = List.copyOf(incidents);
    }
}
