package io.twinspan.control.failover;

import io.twinspan.client.cluster.Problem;
import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.check.Obstacles;
import io.twinspan.control.failover.Notes.GroupNote;
import io.twinspan.control.failover.Notes.GroupNotes;
import io.twinspan.control.failover.Notes.PlaceNote;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.report.view.Words;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Commits on the target where each group goes on, reads it back and compares. Groups that have members there are left alone. Confined to
 * the operation's thread.
 */
final class GroupsStep extends MoveStep {
    static final String COMMITTED = "COMMITTED";
    static final String IN_STEP = "ALREADY_THERE";
    static final String ACTIVE = "ACTIVE_ON_TARGET";
    static final String SKIPPED = "SKIPPED";
    static final String FAILED = "FAILED";

    private static final List<Map.Entry<String, String>> OUTCOMES = List.of(
            Map.entry(COMMITTED, "set"),
            Map.entry(IN_STEP, "there already"),
            Map.entry(ACTIVE, "left alone, since they have members there"),
            Map.entry(SKIPPED, "without a place there"),
            Map.entry(FAILED, "not set"));

    private final GroupSource groups;

    /** @param groups from where the positions of groups are known */
    GroupsStep(Scene scene, FailoverOptions options, GroupSource groups) {
        super(
                scene,
                options,
                GROUPS,
                "sets every group to the record at which it goes on on "
                        + scene.link().target().alias(),
                Duration.ofMillis(60_000 + options.groupsWaitMs()),
                Duration.ofSeconds(3));
        this.groups = groups;
    }

    @Override
    public Outcome run(StepContext context) {
        List<GroupStanding> standings = groups.read(context);
        context.progress("translating " + standings.size() + " groups");
        requireExact(standings);
        List<GroupNote> notes = standings.stream().map(GroupsStep::note).toList();
        keep(context, Notes.BEFORE, remembering(context, notes));
        Map<String, GroupNote> results = commit(standings, notes);
        keep(context, Notes.MOVED, List.copyOf(results.values()));
        List<String> failed = results.values().stream()
                .filter(group -> group.outcome().equals(FAILED))
                .map(group -> group.group() + ": " + group.detail())
                .toList();
        if (!failed.isEmpty() && !options.acceptedKinds().contains(Kind.GROUP_NOT_EXACT)) {
            throw new Inconsistent(failed.size() + " groups could not be set on "
                    + scene.link().target().alias() + ", among them " + failed.get(0)
                    + ". To go on regardless: --accept "
                    + Kind.GROUP_NOT_EXACT.text());
        }
        return Outcome.done(summary(results));
    }

    private void requireExact(List<GroupStanding> standings) {
        if (options.isEmergency() || options.acceptedKinds().contains(Kind.GROUP_NOT_EXACT)) {
            return;
        }
        List<GroupStanding> inexact = standings.stream()
                .filter(group -> group.onTarget() != Life.ACTIVE && !group.isExact())
                .toList();
        if (!inexact.isEmpty()) {
            throw new Inconsistent("the positions of groups "
                    + Obstacles.some(inexact.stream().map(GroupStanding::group).toList())
                    + " are not known on the target to the record: " + whyInexact(inexact.get(0))
                    + " ('twinspan groups' shows all); to go on regardless: --accept "
                    + Kind.GROUP_NOT_EXACT.text());
        }
    }

    private static String whyInexact(GroupStanding group) {
        GroupPlace place = group.places().stream()
                .filter(one -> !one.translation().isExact())
                .findFirst()
                .orElseThrow();
        return group.group() + " is at " + place.committed().offset() + " of " + place.source() + ", and "
                + (place.translation().target().isEmpty()
                        ? place.translation().reason()
                        : "would read "
                                + Words.count(place.translation().rereads(), "record") + " again at most, from "
                                + place.translation().target().getAsLong() + " of " + place.target() + " on");
    }

    private static GroupNote note(GroupStanding group) {
        var places = new ArrayList<PlaceNote>();
        for (GroupPlace place : group.places()) {
            OffsetAndMetadata there = place.there();
            places.add(new PlaceNote(
                    place.source().topic(),
                    place.target().topic(),
                    place.target().partition(),
                    place.committed().offset(),
                    place.translation().target().orElse(-1),
                    place.translation().rereads(),
                    there == null ? -1 : there.offset(),
                    there == null ? "" : there.metadata()));
        }
        long seenMs =
                group.places().stream().mapToLong(GroupPlace::seenMs).max().orElse(-1);
        return new GroupNote(
                group.group(),
                group.onSource().name(),
                group.onTarget().name(),
                places,
                group.unknown().size(),
                "",
                "",
                seenMs);
    }

    /** What was there before we set anything, also if this is not the first time that we do. */
    private static List<GroupNote> remembering(StepContext context, List<GroupNote> now) {
        Map<String, GroupNote> first = new HashMap<>();
        kept(context, Notes.BEFORE).forEach(group -> first.put(group.group(), group));
        var notes = new ArrayList<GroupNote>();
        for (GroupNote group : now) {
            GroupNote earlier = first.get(group.group());
            notes.add(earlier == null ? group : merged(earlier, group));
        }
        return notes;
    }

    private static GroupNote merged(GroupNote earlier, GroupNote now) {
        var before = new HashMap<TopicPartition, PlaceNote>();
        earlier.places()
                .forEach(place -> before.put(new TopicPartition(place.targetTopic(), place.partition()), place));
        return now.with(now.places().stream()
                .map(place -> {
                    PlaceNote old = before.get(new TopicPartition(place.targetTopic(), place.partition()));
                    return old == null
                            ? place
                            : new PlaceNote(
                                    place.sourceTopic(),
                                    place.targetTopic(),
                                    place.partition(),
                                    place.source(),
                                    place.target(),
                                    place.rereads(),
                                    old.before(),
                                    old.beforeMetadata());
                })
                .toList());
    }

    private static void keep(StepContext context, String name, List<GroupNote> groups) {
        int number = 0;
        for (GroupNotes part : GroupNotes.split(groups)) {
            note(context, name + number++, part);
        }
    }

    /** What was kept under a name, in parts. */
    private static List<GroupNote> kept(StepContext context, String name) {
        return kept(context.notes(), name);
    }

    static List<GroupNote> kept(Map<String, String> notes, String name) {
        var parts = new ArrayList<GroupNotes>();
        for (int number = 0; notes.containsKey(name + number); number++) {
            parts.add(JsonText.read(notes.getOrDefault(name + number, ""), GroupNotes.class));
        }
        return GroupNotes.join(parts);
    }

    private Map<String, GroupNote> commit(List<GroupStanding> standings, List<GroupNote> notes) {
        var results = new TreeMap<String, GroupNote>();
        var due = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        for (int i = 0; i < standings.size(); i++) {
            GroupStanding group = standings.get(i);
            GroupNote note = notes.get(i);
            if (group.onTarget() == Life.ACTIVE) {
                results.put(group.group(), note.with(ACTIVE, "it has members there, so its offsets are its own"));
            } else if (group.due().isEmpty()) {
                boolean isNowhere = group.places().stream().allMatch(place -> place.wanted() == null);
                results.put(
                        group.group(),
                        isNowhere
                                ? note.with(
                                        SKIPPED,
                                        group.unknown().get(0).translation().reason())
                                : note.with(IN_STEP, ""));
            } else {
                due.put(group.group(), group.due());
                results.put(group.group(), note.with(COMMITTED, ""));
            }
        }
        scene.groups().commit(due).forEach((group, failure) -> {
            boolean isActive = failure instanceof UnknownMemberIdException || failure instanceof GroupNotEmptyException;
            results.computeIfPresent(
                    group,
                    (name, note) -> isActive
                            ? note.with(ACTIVE, "it has members there by now, so its offsets are its own")
                            : note.with(FAILED, failure.getClass().getSimpleName() + ": " + failure.getMessage()));
        });
        compare(due, results);
        return results;
    }

    /** What counts is what is there. */
    private void compare(Map<String, Map<TopicPartition, OffsetAndMetadata>> due, Map<String, GroupNote> results) {
        var problems = new ArrayList<Problem>();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> there =
                scene.groups().onTarget(due.keySet(), problems);
        due.forEach((group, offsets) -> {
            GroupNote note = results.get(group);
            if (note == null || !note.outcome().equals(COMMITTED)) {
                return;
            }
            Map<TopicPartition, OffsetAndMetadata> found = there.getOrDefault(group, Map.of());
            offsets.forEach((partition, offset) -> {
                OffsetAndMetadata back = found.get(partition);
                if (back == null || back.offset() != offset.offset()) {
                    results.put(
                            group,
                            note.with(
                                    FAILED,
                                    offset.offset() + " was committed in " + partition + ", and "
                                            + (back == null ? "nothing" : back.offset()) + " is read back"));
                }
            });
        });
    }

    private static String summary(Map<String, GroupNote> results) {
        var words = new ArrayList<String>();
        for (Map.Entry<String, String> outcome : OUTCOMES) {
            long count = results.values().stream()
                    .filter(group -> group.outcome().equals(outcome.getKey()))
                    .count();
            if (count > 0) {
                words.add(count + " " + outcome.getValue());
            }
        }
        long rereads = results.values().stream()
                .flatMap(group -> group.places().stream())
                .mapToLong(PlaceNote::rereads)
                .sum();
        return Words.count(results.size(), "group") + (words.isEmpty() ? "" : ": " + String.join(", ", words)) + "; "
                + Words.count(rereads, "record") + " to be read again";
    }

    @Override
    public void undo(StepContext context) {
        groups.undo(context);
        var restore = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        var remove = new HashMap<String, List<TopicPartition>>();
        for (GroupNote group : kept(context, Notes.BEFORE)) {
            for (PlaceNote place : group.places()) {
                var partition = new TopicPartition(place.targetTopic(), place.partition());
                if (place.target() < 0 || group.onTarget().equals(Life.ACTIVE.name())) {
                    continue;
                }
                if (place.before() >= 0) {
                    restore.computeIfAbsent(group.group(), unused -> new HashMap<>())
                            .put(partition, new OffsetAndMetadata(place.before(), place.beforeMetadata()));
                } else {
                    remove.computeIfAbsent(group.group(), unused -> new ArrayList<>())
                            .add(partition);
                }
            }
        }
        var failures = new TreeMap<>(scene.groups().commit(restore));
        failures.putAll(scene.groups().forget(remove));
        failures.values().removeIf(UnknownMemberIdException.class::isInstance);
        if (!failures.isEmpty()) {
            throw new Inconsistent(
                    "the offsets of groups " + Obstacles.some(failures.keySet()) + " could not be set back: "
                            + failures.values().iterator().next().getMessage());
        }
    }
}
