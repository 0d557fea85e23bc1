package io.twinspan.control.doctor;

import io.twinspan.control.doctor.Ailment.Gravity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the doctor says of a link. Immutable.
 *
 * @param link its name, {@code dc1->dc2}
 * @param isReached whether both clusters answered
 * @param summary one sentence
 * @param ailments what was found, the most limiting first
 * @param seconds how long the two looks were apart
 * @param takenPerSecond how many records the source took in a second
 * @param copiedPerSecond how many were copied
 * @param copiedBytesPerSecond how large they were, compressed as they are
 * @param rates of every partition, those that are furthest behind first
 * @param brokers of the source, and the lines to them
 * @param untold what could not be found out, a sentence each
 */
public record Diagnosis(
        String link,
        boolean isReached,
        String summary,
        List<Ailment> ailments,
        double seconds,
        double takenPerSecond,
        double copiedPerSecond,
        double copiedBytesPerSecond,
        List<PartitionRate> rates,
        List<SourceBroker> brokers,
        List<String> untold) {
    private static final Comparator<Ailment> WORST_FIRST = Comparator.comparing(Ailment::gravity)
            .thenComparing(Comparator.comparingDouble(Ailment::weight).reversed());
    private static final Comparator<PartitionRate> FURTHEST_BEHIND_FIRST = Comparator.comparingLong(
                    (PartitionRate rate) -> -rate.lag())
            .thenComparing(rate -> rate.partition().topic())
            .thenComparing(rate -> rate.partition().partition());

    public Diagnosis {
        ailments = ailments.stream().sorted(WORST_FIRST).toList();
        rates = rates.stream().sorted(FURTHEST_BEHIND_FIRST).toList();
        brokers = List.copyOf(brokers);
        untold = List.copyOf(untold);
    }

    /** A link whose target does not answer, so that nothing is known of it. */
    static Diagnosis ofUnreached(String link, String why) {
        return new Diagnosis(
                link,
                false,
                "nothing is known of the link: its target cannot be reached",
                List.of(Ailment.needsSomebody(
                        "target-unreachable",
                        "the target cannot be reached: " + why,
                        "see whether its brokers run, and the line to them")),
                0,
                -1,
                -1,
                -1,
                List.of(),
                List.of(),
                List.of());
    }

    static Diagnosis of(Examined examined) {
        var ailments = new ArrayList<>(Standstills.of(examined));
        if (ailments.stream().noneMatch(ailment -> ailment.name().equals("no-task"))) {
            ailments.addAll(SpeedLimits.of(examined));
        }
        String summary = summary(examined, ailments);
        if (examined.isBehind()) {
            ailments.add(Ailment.note(
                    "cpu",
                    "how busy the link's processes are cannot be seen from here",
                    "see ProcessCpuLoad of the MBean java.lang:type=OperatingSystem in each of them, and top -H: a task is one"
                            + " thread, so one that uses a whole core wants more tasks (tasks.max)"));
        }
        return new Diagnosis(
                examined.link().link(),
                examined.link().source().isReached(),
                summary,
                ailments,
                examined.seconds(),
                examined.takenPerSecond(),
                examined.copiedPerSecond(),
                examined.copiedBytesPerSecond(),
                examined.rates(),
                List.copyOf(examined.brokers().values()),
                examined.untold());
    }

    private static String summary(Examined examined, List<Ailment> ailments) {
        boolean needsSomebody = ailments.stream().anyMatch(ailment -> ailment.gravity() == Gravity.NEEDS_SOMEBODY);
        boolean isLimited = ailments.stream().anyMatch(ailment -> ailment.gravity() == Gravity.LIMITS);
        if (needsSomebody) {
            return "something needs you";
        }
        if (!examined.isBehind()) {
            return isLimited ? "up to date, but near a limit" : "nothing limits it: up to date";
        }
        Duration left = SpeedLimits.timeToCatchUp(examined);
        String pace = left.isNegative()
                ? "behind, and not catching up"
                : "behind, and catching up in about " + Words.duration(left.toMillis());
        return isLimited ? pace : pace + "; no limit was found from here";
    }

    /** Whether somebody has to do something. */
    public boolean needsSomebody() {
        return ailments.stream().anyMatch(ailment -> ailment.gravity() == Gravity.NEEDS_SOMEBODY);
    }
}
