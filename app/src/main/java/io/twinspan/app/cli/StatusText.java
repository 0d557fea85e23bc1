package io.twinspan.app.cli;

import io.twinspan.control.inventory.GroupReadiness;
import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.inventory.TaskStatus;
import io.twinspan.control.inventory.Verdict;
import io.twinspan.model.error.Printable;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The report of {@code status} as text for people, the verdict first. Confined to one thread. */
final class StatusText {
    private static final int MOST_CHARACTERS = 2_000;

    private final boolean withPartitions;

    StatusText(boolean withPartitions) {
        this.withPartitions = withPartitions;
    }

    String of(Inventory inventory) {
        var text = new StringBuilder();
        for (LinkStatus link : inventory.links()) {
            text.append(text.length() == 0 ? "" : "\n\n");
            verdict(link, text);
            if (link.target().isReached()) {
                numbers(link, text);
                text.append('\n')
                        .append(
                                withPartitions
                                        ? TopicTable.partitions(link.topics())
                                        : TopicTable.topics(link.topics()));
                TopicTable.failures(link.topics(), text);
                TopicTable.whatToDo(link, text);
            }
        }
        return text.toString();
    }

    private static void verdict(LinkStatus link, StringBuilder text) {
        Verdict verdict = link.verdict();
        text.append(link.link()).append(": safe to cut over: ").append(verdict.isSafe() ? "yes" : "NO, because");
        for (String reason : verdict.reasons()) {
            text.append("\n  - ").append(printable(reason));
        }
    }

    /** What comes out of a topic may hold anything, and leaves nothing but text here. */
    private static String printable(String text) {
        return Printable.of(text, MOST_CHARACTERS);
    }

    private static void numbers(LinkStatus link, StringBuilder text) {
        line(lag(link), text);
        line(rpo(link), text);
        line(tasks(link), text);
        if (link.hold().isHeld()) {
            line(hold(link), text);
        }
        List<GroupReadiness> groups = link.groups();
        if (groups != null) {
            line(groups(groups), text);
        }
        link.notes().forEach(note -> line("note: " + note, text));
    }

    private static void line(String line, StringBuilder text) {
        text.append("\n  ").append(printable(line));
    }

    private static String lag(LinkStatus link) {
        long records = link.lagRecords();
        int unknown = link.partitionsOfUnknownLag();
        String lag = records > 0
                ? Amounts.records(records) + " behind"
                        + (link.lagBytes() > 0 ? " (" + Amounts.bytes(link.lagBytes()) + ")" : "")
                : records < 0 || unknown > 0 ? "lag unknown" : "up to date";
        int failed = link.failedPartitions();
        int retrying = link.retryingPartitions();
        int incidents = link.incidents().size();
        return lag
                + (records > 0 && unknown > 0 ? ", and unknown in " + CheckText.count(unknown, "partition") : "")
                + (link.source().isReached() || unknown == partitions(link) ? "" : " by the source's last word")
                + ", last position stored " + Amounts.age(link.newestTipAgeMs())
                + (failed == 0 ? "" : ", " + CheckText.count(failed, "partition") + " FAILED")
                + (retrying == 0 ? "" : ", " + CheckText.count(retrying, "partition") + " RETRYING")
                + (incidents == 0 ? "" : ", " + CheckText.count(incidents, "incident"));
    }

    private static int partitions(LinkStatus link) {
        return (int) link.partitions().count();
    }

    private static String rpo(LinkStatus link) {
        Rpo rpo = link.rpo();
        String known = rpo.ms() < 0 ? "RPO unknown" : "RPO " + Amounts.seconds(rpo.ms());
        String asOf = rpo.asOfMs() < 0 ? "" : " (as of " + Amounts.seconds(rpo.asOfMs()) + " ago)";
        if (rpo.atMostMs() == 0) {
            return known + asOf;
        }
        return known + asOf
                + (link.source().isReached() ? "; if the source were lost now" : "; if the source does not come back")
                + ": at most " + (rpo.atMostMs() < 0 ? "an unknown time" : Amounts.seconds(rpo.atMostMs())) + ", "
                + (rpo.atMostRecords() < 0 ? "an unknown number of records" : Amounts.records(rpo.atMostRecords()))
                + (rpo.atMostBytes() < 0 ? "" : ", " + Amounts.bytes(rpo.atMostBytes()));
    }

    private static String tasks(LinkStatus link) {
        OptionalLong age = link.newestPulseAgeMs();
        int living = link.livingTasks().size();
        if (age.isEmpty()) {
            return "no task has given a sign of life";
        }
        return (living == link.tasks().size()
                        ? CheckText.count(living, "task") + " alive"
                        : living + " of " + CheckText.count(link.tasks().size(), "task") + " alive")
                + ", last sign of life " + Amounts.age(age)
                + (link.recordsPerSecond() > 0
                        ? ", " + Amounts.number(link.recordsPerSecond()) + " records a second"
                        : "");
    }

    private static String hold(LinkStatus link) {
        HoldStatus hold = link.hold();
        List<TaskStatus> living = link.livingTasks();
        return (hold.level() == Level.HELD ? "HELD by " : "QUIET by ") + hold.operation()
                + (hold.sinceMs() > 0 ? " since " + Instant.ofEpochMilli(hold.sinceMs()) : "") + ": " + hold.reason()
                + (hold.level() == Level.HELD
                        ? "; " + living.stream().filter(TaskStatus::obeys).count() + " of "
                                + CheckText.count(living.size(), "task") + " that live rest"
                        : "");
    }

    private static String groups(List<GroupReadiness> groups) {
        long exact = groups.stream().filter(GroupReadiness::isExact).count();
        long inStep = groups.stream().filter(GroupReadiness::isInStep).count();
        long active = groups.stream()
                .filter(group -> Boolean.TRUE.equals(group.isActiveOnTarget()))
                .count();
        long rereads = groups.stream().mapToLong(GroupReadiness::rereads).sum();
        if (groups.isEmpty()) {
            return "no consumer groups";
        }
        return CheckText.count(groups.size(), "group") + ": " + exact + " exact"
                + (rereads == 0 ? "" : " (" + Amounts.records(rereads) + " would be read again)") + ", " + inStep
                + " in step on the target, " + active + " active there"
                + (groups.stream().anyMatch(GroupReadiness::isOfCheckpoints) ? ", by their last checkpoints" : "");
    }
}
