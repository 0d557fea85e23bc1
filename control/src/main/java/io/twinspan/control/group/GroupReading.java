package io.twinspan.control.group;

import io.twinspan.client.cluster.Problem;
import java.util.List;
import java.util.Map;

/**
 * The groups of a link at one moment. Immutable.
 *
 * @param groups by their names
 * @param checkpoints what the link stored last of each group's positions, by the group's name
 * @param isOfCheckpoints whether the source could not be asked, so that the groups are known from that
 * @param problems what could not be found out
 */
public record GroupReading(
        List<GroupStanding> groups,
        Map<String, List<Checkpointed>> checkpoints,
        boolean isOfCheckpoints,
        List<Problem> problems) {
    public GroupReading {
        groups = List.copyOf(groups);
        checkpoints = Map.copyOf(checkpoints);
        problems = List.copyOf(problems);
    }

    /** When the link last stored a position of a group, in milliseconds since the epoch; -1 if never. */
    public long checkpointMs(String group) {
        return checkpoints.getOrDefault(group, List.of()).stream()
                .mapToLong(Checkpointed::timeMs)
                .max()
                .orElse(-1);
    }
}
