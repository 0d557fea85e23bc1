package io.twinspan.control.inventory;

import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.model.position.Incident;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether clients could be moved from the source to the target now, by what is known of a link, and every reason why not. Confined to the
 * calling thread, used once.
 */
final class CutOver {
    /** How long clients may have to wait for what they wrote last. */
    private static final long DRAIN_SECONDS = 30;

    /** How long ago the source may have been heard of, and how long what it took may lie there before it moves. */
    private static final long OLD_MS = 10_000;

    /** How many partitions, or groups, a sentence names. */
    private static final int NAMED = 3;

    private final LinkStatus link;
    private final List<String> reasons = new ArrayList<>();

    private CutOver(LinkStatus link) {
        this.link = link;
    }

    static Verdict verdict(LinkStatus link) {
        return new CutOver(link).verdict();
    }

    private Verdict verdict() {
        if (!link.target().isReached()) {
            reasons.add("the target cannot be reached: " + link.target().why());
            return new Verdict(reasons);
        }
        if (!link.source().isReached()) {
            reasons.add("the source cannot be reached, so nobody can say what it has taken since: "
                    + link.source().why());
        }
        held();
        if (link.started()) {
            tasks();
            partitions();
        } else {
            reasons.add("the link has not copied anything yet");
        }
        losses();
        groups();
        return new Verdict(reasons);
    }

    private void held() {
        HoldStatus hold = link.hold();
        if (hold.level() == Level.HELD) {
            reasons.add("the link is held and copies nothing, " + by(hold) + heldTasks());
        } else if (hold.level() == Level.QUIET) {
            reasons.add("the link keeps quiet, so configs, ACLs and offsets of groups do not follow, " + by(hold));
        }
    }

    private static String by(HoldStatus hold) {
        return "by " + hold.operation() + (hold.sinceMs() > 0 ? " since " + Instant.ofEpochMilli(hold.sinceMs()) : "")
                + ": " + hold.reason();
    }

    private String heldTasks() {
        List<TaskStatus> living = link.livingTasks();
        long obeying = living.stream().filter(TaskStatus::obeys).count();
        return obeying == living.size()
                ? ""
                : " (but " + (living.size() - obeying) + " of " + living.size() + " tasks do not rest yet)";
    }

    private boolean isCopying() {
        return link.hold().level() != Level.HELD && !link.livingTasks().isEmpty();
    }

    private void tasks() {
        if (link.hold().level() == Level.HELD || !link.livingTasks().isEmpty()) {
            return;
        }
        OptionalLong age = link.newestPulseAgeMs();
        reasons.add(
                age.isEmpty()
                        ? "no task of the link has ever given a sign of life, so nothing is copied; start it"
                        : "no task of the link has given a sign of life for " + seconds(age.getAsLong())
                                + ", so nothing is copied; start it, or see its log");
    }

    private void partitions() {
        named(
                partition -> partition.state() == State.FAILED,
                partition -> " (" + partition.cause().text() + ")",
                "has stopped, which 'twinspan lanes' explains",
                "have stopped, which 'twinspan lanes' explains");
        named(
                partition -> partition.state() == State.RETRYING,
                partition -> " (" + partition.cause().text() + ")",
                "does not get on",
                "do not get on");
        if (isCopying()) {
            named(
                    partition -> partition.state() == State.UNTENDED,
                    partition -> "",
                    "is copied by no task that lives",
                    "are copied by no task that lives");
        }
        if (!link.source().isReached()) {
            return;
        }
        named(
                partition -> partition.state() == State.NOT_STARTED && partition.lagRecords() > 0,
                partition -> "",
                "has not been begun",
                "have not been begun");
        named(
                partition -> isMeantToMove(partition) && !drainsSoon(partition),
                CutOver::lag,
                "is too far behind",
                "are too far behind");
        if (isCopying()) {
            named(
                    partition -> partition.state() == State.COPYING
                            && partition.rpo().asOfMs() > OLD_MS,
                    partition -> " (for " + seconds(partition.rpo().asOfMs()) + ")",
                    "has had no word of where its source ends",
                    "have had no word of where their source ends");
        }
    }

    /** Of one that does not get on, its lag is no news. */
    private static boolean isMeantToMove(PartitionStatus partition) {
        return partition.state() == State.COPYING || partition.state() == State.UNTENDED;
    }

    /** Whether the lag of a partition is gone soon once nobody writes any more. */
    private static boolean drainsSoon(PartitionStatus partition) {
        long lag = partition.lagRecords();
        if (lag == 0) {
            return true;
        }
        long perSecond = partition.recordsPerSecond();
        return perSecond > 0
                ? lag / perSecond <= DRAIN_SECONDS
                // What came just now is not seen to move yet.
                : partition.rpo().atMostMs() >= 0 && partition.rpo().atMostMs() <= OLD_MS;
    }

    private static String lag(PartitionStatus partition) {
        long lag = partition.lagRecords();
        if (lag < 0) {
            return " (by how much is not known)";
        }
        long perSecond = partition.recordsPerSecond();
        return " (" + records(lag) + ", "
                + (perSecond > 0 ? "about " + lag / perSecond + " s at the present pace" : "and does not move") + ")";
    }

    private void losses() {
        List<Incident> losses = link.losses();
        if (!losses.isEmpty()) {
            Incident first = losses.get(0);
            reasons.add("records were lost, and nobody has accepted that: source offsets " + first.range() + " of "
                    + first.lane() + " (" + first.cause().text() + ")" + more(losses.size() - 1)
                    + "; 'twinspan lanes' lists them");
        }
    }

    private void groups() {
        List<GroupReadiness> groups = link.groups();
        if (groups == null) {
            return;
        }
        named(
                groups,
                group -> group.unknownPlaces() > 0,
                "has no place on the target in some partition",
                "have no place on the target in some partition");
        named(
                groups,
                group -> group.unknownPlaces() == 0 && !group.isExact() && (!group.isPending() || !isCopying()),
                "is not exact, and would read records again",
                "are not exact, and would read records again");
        named(
                groups,
                CutOver::isActiveOnTarget,
                "has members on the target, so its offsets there cannot be set",
                "have members on the target, so their offsets there cannot be set");
        named(
                groups,
                group -> group.isFollowed() && !group.isInStep() && !group.isPending() && !isActiveOnTarget(group),
                "has other offsets on the target than it should",
                "have other offsets on the target than they should");
    }

    private static boolean isActiveOnTarget(GroupReadiness group) {
        return Boolean.TRUE.equals(group.isActiveOnTarget());
    }

    private void named(List<GroupReadiness> groups, Predicate<GroupReadiness> which, String one, String many) {
        List<String> names = groups.stream()
                .filter(which)
                .map(group ->
                        group.group() + (group.rereads() > 0 ? " (" + records(group.rereads()) + " read again)" : ""))
                .toList();
        named("group", names, one, many);
    }

    private void named(
            Predicate<PartitionStatus> which, Function<PartitionStatus, String> detail, String one, String many) {
        var names = new ArrayList<String>();
        for (TopicStatus topic : link.topics()) {
            for (PartitionStatus partition : topic.partitions()) {
                if (which.test(partition)) {
                    names.add(topic.topic() + "-" + partition.partition() + detail.apply(partition));
                }
            }
        }
        named("partition", names, one, many);
    }

    private void named(String noun, List<String> names, String one, String many) {
        if (!names.isEmpty()) {
            boolean isOne = names.size() == 1;
            reasons.add(names.size() + " " + noun + (isOne ? " " + one : "s " + many) + ": "
                    + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                    + more(names.size() - NAMED));
        }
    }

    private static String more(int count) {
        return count > 0 ? ", and " + count + " more" : "";
    }

    private static String records(long count) {
        return String.format(Locale.ROOT, "%,d", count) + (count == 1 ? " record" : " records");
    }

    private static String seconds(long ms) {
        return ms < 120_000 ? ms / 1_000 + " s" : ms / 60_000 + " min";
    }
}
