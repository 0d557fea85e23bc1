package io.twinspan.control.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What keeps a link that copies from copying faster. Thread-safe: pure functions. */
final class SpeedLimits {
    /** A limit that is used to this share is taken for the one that holds. */
    private static final double NEAR = 0.7;

    /** What of a quota may be seen in a few seconds by whom it throttles. */
    private static final double BETWEEN_BURSTS = 0.3;

    /** A lag is to be gone in about this time. */
    private static final double CATCH_UP_SECONDS = 60;

    /** Beyond what is needed, since a limit that is just met is one. */
    private static final double ROOM = 1.25;

    private static final int MOST_CONNECTIONS = 256;

    /** What one task, which is one thread, copies without being the limit itself. */
    private static final double MUCH_FOR_A_TASK = 50e6;

    private SpeedLimits() {}

    static List<Ailment> of(Examined examined) {
        var found = new ArrayList<Ailment>();
        quotas(examined, found);
        if (examined.isBehind()) {
            line(examined, found);
            rate(examined, found);
            tasks(examined, found);
            if (found.isEmpty()) {
                hotPartition(examined, found);
            }
        }
        return found;
    }

    /** Brokers that give a connection little in each round trip. */
    private static void line(Examined examined, List<Ailment> found) {
        var byBroker = examined.rates().stream()
                .filter(rate -> examined.leaders().containsKey(rate.partition()))
                .filter(PartitionRate::isBehind)
                .collect(Collectors.groupingBy(
                        rate -> examined.leaders().getOrDefault(rate.partition(), -1),
                        TreeMap::new,
                        Collectors.toList()));
        byBroker.forEach((id, rates) -> {
            SourceBroker broker = examined.brokers().get(id);
            if (broker != null && broker.isWindowKnown()) {
                line(examined, broker, rates, found);
            }
        });
    }

    private static void line(Examined examined, SourceBroker broker, List<PartitionRate> rates, List<Ailment> found) {
        int each =
                examined.settings().copiesByRecord() ? 1 : examined.settings().fetchConnections();
        int connections = each * examined.tasks();
        int used = Math.min(connections, rates.size());
        double limit = used * broker.bytesPerSecond();
        double measured = rates.stream().mapToDouble(PartitionRate::copiedBytes).sum();
        if (measured < NEAR * limit) {
            return;
        }
        double wanted = ROOM * rates.stream().mapToDouble(SpeedLimits::wanted).sum();
        int enough = (int) Math.min(MOST_CONNECTIONS, Math.ceil(wanted / broker.bytesPerSecond() / examined.tasks()));
        long buffer = broker.bufferFor(Math.max(wanted / used, measured / used * 2));
        String onBroker = "set socket.send.buffer.bytes = " + buffer + " (or -1) on broker " + broker.id()
                + " of the source, which one connection then fills";
        boolean moreConnectionsHelp = !examined.settings().copiesByRecord() && rates.size() > connections;
        found.add(Ailment.limits(
                "line-window",
                measured / limit,
                "the line to source broker " + broker.id() + " (" + broker.address() + "): " + Words.rate(measured)
                        + " of at most " + Words.rate(limit) + " that " + Words.count(used, "connection")
                        + " can carry, " + Words.number(broker.windowBytes() / 1e3) + " kB in each round trip of "
                        + Words.millis(broker.roundTrip().toNanos() / 1e6) + " (from this machine)",
                moreConnectionsHelp
                        ? "set link.fetch.connections = "
                                + Math.min(Math.max(enough, 2 * each), perTask(rates.size(), examined.tasks()))
                                + "; or " + onBroker
                        : onBroker + "; more connections do not help, since each partition is read over one"));
    }

    private static int perTask(int partitions, int tasks) {
        return (partitions + tasks - 1) / tasks;
    }

    /** How many bytes a second a partition needs to follow its source, and to catch up soon. */
    private static double wanted(PartitionRate rate) {
        double bytes = Math.max(0, rate.after().recordBytes());
        return bytes * (rate.taken() + rate.lag() / CATCH_UP_SECONDS);
    }

    private static void rate(Examined examined, List<Ailment> found) {
        long limit = examined.settings().rateBytes();
        double measured = examined.copiedBytesPerSecond();
        if (limit > 0 && measured >= NEAR * limit * examined.tasks()) {
            found.add(Ailment.limits(
                    "link-rate",
                    measured / limit / examined.tasks(),
                    "the link's own bound: " + Words.rate(measured) + " of " + Words.rate((double) limit)
                            + " for each of " + Words.count(examined.tasks(), "task"),
                    "raise link.rate.bytes"));
        }
    }

    /** A quota is told of whenever it is near: who follows just so is the next to lag. */
    private static void quotas(Examined examined, List<Ailment> found) {
        long leading = examined.leaders().values().stream().distinct().count();
        long appending = examined.target().stream()
                .map(TargetPartition::leader)
                .filter(leader -> leader >= 0)
                .distinct()
                .count();
        for (QuotaLimit quota : examined.quotas()) {
            long brokers = Math.max(1, quota.key().startsWith("consumer") ? leading : appending);
            double limit = quota.bytesPerSecond() * brokers * (quota.isOfEachTask() ? examined.tasks() : 1);
            double measured = examined.copiedBytesPerSecond();
            // Brokers let a burst through and are silent then, so that in some seconds less is seen than the quota.
            boolean isThrottled =
                    examined.isBehind() && (measured >= BETWEEN_BURSTS * limit || limit < wantedBytes(examined));
            if (isThrottled || measured >= NEAR * limit) {
                found.add(Ailment.limits(
                        "quota-" + quota.cluster(),
                        measured / limit,
                        quota.cluster() + " throttles the link: " + Words.rate(measured) + ", and " + quota.key()
                                + " = " + Words.number(quota.bytesPerSecond()) + " for " + quota.entity()
                                + " lets at most " + Words.rate(limit) + " through, "
                                + Words.count((int) brokers, "broker")
                                + " together",
                        "raise it on " + quota.cluster() + ": kafka-configs.sh --alter --add-config '" + quota.key()
                                + "="
                                + (long) Math.ceil(ROOM * Math.max(wantedBytes(examined), 2 * measured) / brokers)
                                + "' " + quota.entity()));
            }
        }
    }

    private static double wantedBytes(Examined examined) {
        return examined.rates().stream().mapToDouble(SpeedLimits::wanted).sum();
    }

    private static void hotPartition(Examined examined, List<Ailment> found) {
        if (examined.rates().size() < 2) {
            return;
        }
        double lag = examined.rates().stream().mapToDouble(PartitionRate::lag).sum();
        double copied = examined.copiedPerSecond();
        PartitionRate hottest = examined.rates().stream()
                .max(Comparator.comparingLong(PartitionRate::lag))
                .orElseThrow();
        double share = hottest.lag() / lag;
        // Three quarters of the lag are much for one of several.
        if (share >= 0.75 && hottest.isBehind()) {
            found.add(Ailment.limits(
                    "hot-partition",
                    NEAR * share,
                    hottest.partition() + " has " + Words.percent(share) + " of the lag ("
                            + Words.number((double) hottest.lag()) + " records)"
                            + (copied > 0 ? " and " + Words.percent(hottest.copied() / copied) + " of the traffic" : "")
                            + "; one partition is one stream in order, so others cannot help",
                    "spread its keys over more partitions at the source, if it does not catch up"));
        }
    }

    private static void tasks(Examined examined, List<Ailment> found) {
        int living = examined.link().livingTasks().size();
        int useful = Math.min(examined.settings().tasksMax(), examined.rates().size());
        if (living > 0 && living < useful) {
            found.add(Ailment.limits(
                    "few-tasks",
                    NEAR,
                    living + " of " + useful + " tasks give signs of life",
                    "see which have failed, in Connect's REST interface or the log"));
        } else if (living == examined.settings().tasksMax()
                && living < examined.rates().size()
                && examined.copiedBytesPerSecond() >= MUCH_FOR_A_TASK * living) {
            found.add(Ailment.limits(
                    "few-tasks",
                    NEAR,
                    Words.count(living, "task") + ", which is one thread each, for "
                            + Words.count(examined.rates().size(), "partition") + " and "
                            + Words.rate(examined.copiedBytesPerSecond()),
                    "set tasks.max = " + Math.min(2 * living, examined.rates().size())
                            + ", on workers with cores that are not busy"));
        }
    }

    /** How long a lag takes at the present pace; negative if it does not get smaller. */
    static Duration timeToCatchUp(Examined examined) {
        double lag = examined.rates().stream().mapToDouble(PartitionRate::lag).sum();
        double gained = examined.copiedPerSecond() - examined.takenPerSecond();
        return gained <= 0 ? Duration.ofSeconds(-1) : Duration.ofMillis((long) (1_000 * lag / gained));
    }
}
