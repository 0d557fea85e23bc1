package io.twinspan.control.doctor;

import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.model.position.Cause;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What keeps a link, or some of its partitions, from copying at all. Thread-safe: pure functions. */
final class Standstills {
    private static final long SOON_MS = 6 * 3_600_000L;

    private Standstills() {}

    static List<Ailment> of(Examined examined) {
        var found = new ArrayList<Ailment>();
        link(examined.link(), found);
        causes(examined, found);
        target(examined, found);
        retention(examined, found);
        return found;
    }

    private static void link(LinkStatus link, List<Ailment> found) {
        HoldStatus hold = link.hold();
        if (!link.source().isReached()) {
            found.add(Ailment.needsSomebody(
                    "source-unreachable",
                    "the source cannot be reached from here: " + link.source().why(),
                    "see whether its brokers run, and the line to them"));
        }
        if (hold.level() == Level.HELD) {
            found.add(Ailment.limits(
                    "held",
                    1,
                    "the link is held by " + hold.operation() + " and copies nothing: " + hold.reason(),
                    "it goes on when that operation lets it go"));
        } else if (link.livingTasks().isEmpty()) {
            found.add(
                    Ailment.needsSomebody(
                            "no-task",
                            link.newestPulseAgeMs().isEmpty()
                                    ? "no task of the link has ever given a sign of life"
                                    : "no task of the link has given a sign of life for "
                                            + Words.duration(
                                                    link.newestPulseAgeMs().getAsLong()),
                            "start the link (twinspan run FILE, or its connector); if it runs, its log says why it has no task"));
        }
    }

    private static void causes(Examined examined, List<Ailment> found) {
        Map<Cause, List<PartitionRate>> troubled = examined.rates().stream()
                .filter(rate -> rate.after().inTrouble())
                .collect(Collectors.groupingBy(rate -> rate.after().cause(), TreeMap::new, Collectors.toList()));
        troubled.forEach((cause, rates) -> {
            PartitionStatus first = rates.get(0).after();
            boolean areStopped = rates.stream().anyMatch(rate -> rate.after().state() == State.FAILED);
            found.add(Ailment.needsSomebody(
                    cause.text(),
                    Words.count(rates.size(), "partition") + (areStopped ? " stopped" : " not copied") + ", "
                            + Words.some(names(rates)) + ": " + first.reason(),
                    "see docs/how-to/when-a-partition-stops.md#" + cause.text()
                            + (areStopped ? ", and 'twinspan lanes FILE' for how to continue" : "")));
        });
        List<PartitionRate> untended = examined.rates().stream()
                .filter(rate -> rate.after().state() == State.UNTENDED)
                .toList();
        if (!untended.isEmpty()) {
            found.add(Ailment.needsSomebody(
                    "untended",
                    Words.count(untended.size(), "partition") + " copied by no task that lives: "
                            + Words.some(names(untended)),
                    "a task has failed, or begins just now; Connect's REST interface and the log say more"));
        }
    }

    private static List<String> names(List<PartitionRate> rates) {
        return rates.stream().map(rate -> rate.partition().toString()).toList();
    }

    private static void target(Examined examined, List<Ailment> found) {
        List<TargetPartition> leaderless =
                examined.target().stream().filter(TargetPartition::isLeaderless).toList();
        if (!leaderless.isEmpty()) {
            found.add(Ailment.needsSomebody(
                    "target-leaderless",
                    Words.count(leaderless.size(), "partition") + " of the target without a leader: "
                            + Words.some(namesOf(leaderless)) + ", on brokers "
                            + leaderless.get(0).replicas(),
                    "bring these brokers back"));
        }
        List<TargetPartition> under = examined.target().stream()
                .filter(TargetPartition::isUnderMinimum)
                .toList();
        if (!under.isEmpty()) {
            TargetPartition first = under.get(0);
            found.add(Ailment.needsSomebody(
                    "target-under-min-isr",
                    Words.count(under.size(), "partition") + " of the target with fewer replicas in sync than"
                            + " min.insync.replicas, so that appends are refused: " + Words.some(namesOf(under))
                            + " (" + first.inSync() + " of " + first.minInSync() + ", on brokers " + first.replicas()
                            + ")",
                    "see which of these brokers are down or behind; a topic with fewer replicas than its"
                            + " min.insync.replicas needs more of them, or a lower value"));
        }
    }

    private static List<String> namesOf(List<TargetPartition> partitions) {
        return partitions.stream()
                .map(partition -> partition.topic() + "-" + partition.partition())
                .toList();
    }

    private static void retention(Examined examined, List<Ailment> found) {
        examined.timesToLossMs().entrySet().stream()
                .filter(left -> left.getValue() < SOON_MS)
                .min(Map.Entry.comparingByValue())
                .ifPresent(first -> found.add(Ailment.needsSomebody(
                        "retention",
                        "in about " + Words.duration(first.getValue()) + " the source's retention reaches what is not"
                                + " copied yet of " + first.getKey() + "; what is deleted before is lost to the target",
                        "raise retention.ms or retention.bytes of the source topic, or remove what holds it up")));
    }
}
