package io.twinspan.control.group;

import io.twinspan.client.Located;
import io.twinspan.client.cluster.Problem;
import io.twinspan.control.cluster.Contact;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.inventory.GroupLook;
import io.twinspan.control.inventory.GroupReadiness;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.translation.Translation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups of links: from both clusters, or, while the source cannot be asked, from the checkpoints on the target. Confined to the
 * calling thread; every step is bounded in time.
 */
public final class GroupReader implements GroupLook, AutoCloseable {
    private static final Duration KNOCK = Duration.ofSeconds(3);

    private final Map<String, GroupSurvey> surveys = new HashMap<>();
    private final Clock clock;
    private final Duration limit;

    /** A reader that waits at most so long for each answer. */
    public GroupReader(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Some groups of a link.
     *
     * @param names which ones; all that the link translates if empty
     * @throws ReplicationException if the target does not answer
     */
    public GroupReading read(LinkView link, Collection<String> names) {
        return read(link, Contact.answers(link.source(), KNOCK), names);
    }

    private GroupReading read(LinkView link, boolean isSourceReached, Collection<String> names) {
        var problems = new ArrayList<Problem>();
        Map<String, List<Checkpointed>> checkpoints = new CheckpointReader(clock, limit).read(link);
        if (!names.isEmpty()) {
            checkpoints.keySet().retainAll(names);
        }
        GroupSurvey survey = survey(link, isSourceReached);
        List<GroupStanding> groups;
        if (!isSourceReached) {
            groups = survey.known(places(survey, checkpoints), problems);
        } else if (names.isEmpty()) {
            groups = survey.read(problems);
        } else {
            groups = survey.read(new TreeSet<>(names), problems);
        }
        return new GroupReading(groups, checkpoints, !isSourceReached, problems);
    }

    private GroupSurvey survey(LinkView link, boolean isSourceReached) {
        String name = link.name() + (isSourceReached ? "" : " alone");
        GroupSurvey known = surveys.get(name);
        if (known == null) {
            known = GroupSurvey.open(link, limit, isSourceReached);
            surveys.put(name, known);
        }
        return known;
    }

    /** Where the groups were by their checkpoints, translated anew: the link may have copied more since. */
    private static Map<String, List<GroupPlace>> places(
            GroupSurvey survey, Map<String, List<Checkpointed>> checkpoints) {
        var offsets = new HashMap<TopicPartition, Set<Long>>();
        checkpoints
                .values()
                .forEach(ofGroup ->
                        ofGroup.forEach(one -> offsets.computeIfAbsent(one.source(), unused -> new HashSet<>())
                                .add(one.committed().offset())));
        Map<TopicPartition, Map<Long, Located>> located = survey.translate(offsets);
        var places = new TreeMap<String, List<GroupPlace>>();
        checkpoints.forEach((group, ofGroup) -> places.put(
                group,
                ofGroup.stream()
                        .map(one -> new GroupPlace(
                                one.source(),
                                one.target(),
                                one.committed(),
                                translation(located.getOrDefault(one.source(), Map.of())
                                        .get(one.committed().offset())),
                                null,
                                one.timeMs()))
                        .toList()));
        return places;
    }

    private static Translation translation(@Nullable Located located) {
        return located == null ? Translation.unknown("the link's map says nothing of it") : located.translation();
    }

    @Override
    public List<GroupReadiness> look(LinkView link, boolean isSourceReached, List<String> notes) {
        if (!link.groups().areTranslated()) {
            notes.add("the link translates no groups (emit.checkpoints.enabled)");
            return List.of();
        }
        GroupReading reading = read(link, isSourceReached, List.of());
        reading.problems().forEach(problem -> notes.add(problem.toString()));
        return reading.groups().stream()
                .map(group -> readiness(group, reading, link.groups().areCommitted()))
                .toList();
    }

    private GroupReadiness readiness(GroupStanding group, GroupReading reading, boolean isFollowed) {
        long checkpointMs = reading.checkpointMs(group.group());
        return new GroupReadiness(
                group.group(),
                group.isExact(),
                group.isPending(),
                group.rereads(),
                group.unknown().size(),
                isFollowed,
                group.isInStep(),
                isActive(group.onSource()),
                isActive(group.onTarget()),
                checkpointMs < 0 ? -1 : Math.max(0, clock.millis() - checkpointMs),
                reading.isOfCheckpoints());
    }

    private static @Nullable Boolean isActive(Life life) {
        return life == Life.UNKNOWN ? null : Boolean.valueOf(life == Life.ACTIVE);
    }

    @Override
    public void close() {
        surveys.values().forEach(GroupSurvey::close);
        surveys.clear();
    }
}
