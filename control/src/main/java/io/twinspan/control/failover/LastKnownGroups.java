package io.twinspan.control.failover;

import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupReader;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.translation.Translation;
import java.util.List;

/**
 * The groups of a source that is lost, where the link saw them last; of one that answers still, where they are. Confined to the operation's
 * thread.
 */
record LastKnownGroups(Scene scene) implements GroupSource {

    @Override
    public List<GroupStanding> read(StepContext context) {
        boolean isSettled = MoveStep.read(context, MoveStep.HOLD, Notes.SETTLED, Boolean.class)
                .orElse(false);
        context.progress("reading where groups were last");
        try (var reader = new GroupReader(scene.clock(), scene.limit())) {
            List<GroupStanding> groups = reader.read(scene.link(), List.of()).groups();
            return isSettled ? groups.stream().map(LastKnownGroups::atTheEnd).toList() : groups;
        }
    }

    /** What a group had read beyond the end of the copy is lost, so it reads nothing of it again. */
    private static GroupStanding atTheEnd(GroupStanding group) {
        return new GroupStanding(
                group.group(),
                group.onSource(),
                group.onTarget(),
                group.places().stream().map(LastKnownGroups::atTheEnd).toList(),
                group.others());
    }

    private static GroupPlace atTheEnd(GroupPlace place) {
        Translation translation = place.translation();
        return translation.isPending() && translation.target().isPresent()
                ? new GroupPlace(
                        place.source(),
                        place.target(),
                        place.committed(),
                        Translation.to(translation.target().getAsLong(), 0),
                        place.there(),
                        place.seenMs())
                : place;
    }

    @Override
    public void undo(StepContext context) {
        context.progress("the source was not touched");
    }
}
