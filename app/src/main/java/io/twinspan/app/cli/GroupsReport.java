package io.twinspan.app.cli;

import io.twinspan.client.cluster.Problem;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupReading;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.inventory.LinkView;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What {@code groups} found; also the shape of its JSON, which scripts rely on. Immutable. */
record GroupsReport(List<Link> links) {

    /** How the command ends. */
    ExitCode exitCode() {
        if (links.stream().anyMatch(Link::ofCheckpoints)) {
            return ExitCode.UNREACHABLE;
        }
        boolean areReady =
                links.stream().flatMap(link -> link.groups().stream()).allMatch(Group::isReady);
        return areReady ? ExitCode.DONE : ExitCode.NOT_DONE;
    }

    /**
     * A link. Immutable.
     *
     * @param followed whether the link keeps offsets on the target in step
     * @param ofCheckpoints whether the source did not answer, so that all this is as the last checkpoints say
     */
    record Link(String link, boolean followed, boolean ofCheckpoints, List<Group> groups, List<String> problems) {
        static Link of(LinkView view, GroupReading reading, long nowMs) {
            boolean isFollowed = view.groups().areCommitted();
            return new Link(
                    view.name().toString(),
                    isFollowed,
                    reading.isOfCheckpoints(),
                    reading.groups().stream()
                            .map(group -> Group.of(group, reading, isFollowed, nowMs))
                            .toList(),
                    reading.problems().stream().map(Problem::toString).toList());
        }
    }

    /**
     * A group. Immutable.
     *
     * @param exact whether every position is known on the target, to the record
     * @param pending whether that may come by itself when the link has copied more
     * @param onSource {@code active}, {@code quiet} or {@code unknown}
     * @param inStep whether the target has the offsets that it should
     * @param checkpointAgeMs null if the link never stored a position of it
     * @param otherTopics topics in which it has positions, too, and which the link does not copy
     */
    record Group(
            String group,
            boolean exact,
            boolean pending,
            long rereads,
            boolean followed,
            boolean inStep,
            String onSource,
            String onTarget,
            @Nullable Long checkpointAgeMs,
            List<Position> positions,
            List<String> otherTopics) {
        static Group of(GroupStanding group, GroupReading reading, boolean isFollowed, long nowMs) {
            long checkpointMs = reading.checkpointMs(group.group());
            return new Group(
                    group.group(),
                    group.isExact(),
                    group.isPending(),
                    group.rereads(),
                    isFollowed,
                    group.isInStep(),
                    word(group.onSource()),
                    word(group.onTarget()),
                    checkpointMs < 0 ? null : Math.max(0, nowMs - checkpointMs),
                    group.places().stream().map(Position::of).toList(),
                    group.others());
        }

        private static String word(Life life) {
            return life.name().toLowerCase(Locale.ROOT);
        }

        /** Whether it would find its place. */
        boolean isReady() {
            return exact && (inStep || !followed || onTarget.equals("active"));
        }
    }

    /**
     * A position. Immutable.
     *
     * @param targetOffset where the group is to go on; null if it is not known
     * @param targetCommitted what the target has; null if nothing
     * @param reason why the place is not known; empty if it is
     */
    record Position(
            String topic,
            int partition,
            long sourceOffset,
            String targetTopic,
            @Nullable Long targetOffset,
            @Nullable Long targetCommitted,
            boolean exact,
            long rereads,
            boolean inStep,
            String reason) {
        static Position of(GroupPlace place) {
            OptionalLong target = place.translation().target();
            var there = place.there();
            return new Position(
                    place.source().topic(),
                    place.source().partition(),
                    place.committed().offset(),
                    place.target().topic(),
                    target.isPresent() ? target.getAsLong() : null,
                    there == null ? null : there.offset(),
                    place.translation().isExact(),
                    place.translation().rereads(),
                    place.isInStep(),
                    place.translation().reason());
        }
    }
}
