package io.twinspan.control.doctor;

import io.twinspan.control.inventory.LinkSettings;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.TopicStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * All that was measured of a link. Immutable.
 *
 * @param link at the second look
 * @param rates of every partition that was there at both looks
 * @param brokers of the source, by id
 * @param leaders which source broker leads which partition
 * @param target the partitions that the link writes, as far as the target told
 * @param quotas those that apply to the link
 * @param timesToLossMs how long until the source's retention reaches what is not copied yet, of partitions where that can be told
 * @param untold what could not be found out, a sentence each
 */
record Examined(
        LinkStatus link,
        LinkSettings settings,
        double seconds,
        List<PartitionRate> rates,
        Map<Integer, SourceBroker> brokers,
        Map<TopicPartition, Integer> leaders,
        List<TargetPartition> target,
        List<QuotaLimit> quotas,
        Map<TopicPartition, Long> timesToLossMs,
        List<String> untold) {
    Examined {
        rates = List.copyOf(rates);
        brokers = Map.copyOf(brokers);
        leaders = Map.copyOf(leaders);
        target = List.copyOf(target);
        quotas = List.copyOf(quotas);
        timesToLossMs = Map.copyOf(timesToLossMs);
        untold = List.copyOf(untold);
    }

    /** How fast each partition went between two looks. */
    static List<PartitionRate> rates(LinkStatus before, LinkStatus after, double seconds) {
        var earlier = new HashMap<TopicPartition, PartitionStatus>();
        for (TopicStatus topic : before.topics()) {
            topic.partitions()
                    .forEach(partition ->
                            earlier.put(new TopicPartition(topic.topic(), partition.partition()), partition));
        }
        var rates = new ArrayList<PartitionRate>();
        for (TopicStatus topic : after.topics()) {
            for (PartitionStatus now : topic.partitions()) {
                var partition = new TopicPartition(topic.topic(), now.partition());
                PartitionStatus then = earlier.get(partition);
                rates.add(new PartitionRate(
                        partition,
                        then == null || then.endAgeMs() != 0 || now.endAgeMs() != 0
                                ? -1
                                : perSecond(then.sourceEnd(), now.sourceEnd(), seconds),
                        then == null ? -1 : perSecond(then.replicatedTo(), now.replicatedTo(), seconds),
                        now));
            }
        }
        return rates;
    }

    private static double perSecond(long before, long after, double seconds) {
        return before < 0 || after < 0 || seconds <= 0 ? -1 : Math.max(0, after - before) / seconds;
    }

    /** How many tasks live; one at least, so that it can be divided by. */
    int tasks() {
        return Math.max(1, link.livingTasks().size());
    }

    double takenPerSecond() {
        return rates.stream().mapToDouble(PartitionRate::taken).sum();
    }

    double copiedPerSecond() {
        return rates.stream().mapToDouble(PartitionRate::copied).sum();
    }

    double copiedBytesPerSecond() {
        return rates.stream().mapToDouble(PartitionRate::copiedBytes).sum();
    }

    /** Whether some partition has history to read: only then is its speed a limit. */
    boolean isBehind() {
        return rates.stream().anyMatch(PartitionRate::isBehind);
    }
}
