package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.ReplicationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A planned move loses nothing below the fence, but for partitions that the operator let it leave behind; what was written behind the fence, if
 * that did not hold, is found. Confined to the operation's thread.
 *
 * @param ends where the fence stood
 * @param left from where on records of some partitions were left behind
 * @param compared what a comparison showed
 * @param mayGrow whether the link back writes into the topics themselves by now
 */
record PlannedLoss(
        Scene scene,
        List<MovedTopic> topics,
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Long> left,
        Compared compared,
        boolean mayGrow) {

    Loss loss() {
        var remarks = new ArrayList<Remark>();
        List<Rpo.Partition> behind = mayGrow ? List.of() : behind(remarks);
        List<Rpo.Partition> leftBehind = leftBehind();
        var all = new ArrayList<>(leftBehind);
        all.addAll(behind);
        all.sort(Comparator.comparing(Rpo.Partition::records, Comparator.nullsLast(Comparator.reverseOrder())));
        long records = records(all);
        if (records == 0) {
            return new Loss(outcomes(), Rpo.NOTHING, false, "no record was lost", remarks);
        }
        var sentences = new ArrayList<String>();
        if (records(leftBehind) > 0) {
            sentences.add(records(leftBehind) + " records were left behind in partitions that were not copied");
            remarks.add(new Remark(
                    Severity.ERROR,
                    sentences.get(0) + ", as accepted",
                    "They are still on " + scene.link().source().alias()));
        }
        if (records(behind) > 0) {
            sentences.add(records(behind) + " records were written behind the fence");
            remarks.add(new Remark(
                    Severity.ERROR,
                    records(behind) + " records were written to "
                            + scene.link().source().alias() + " behind the fence",
                    "'twinspan orphans' lists them"));
        }
        return new Loss(
                outcomes(),
                leftBehind.isEmpty()
                        ? new Rpo(records, null, null, true, "", all)
                        : new Rpo(
                                records, null, null, false, "offsets were counted, also of marks of transactions", all),
                true,
                String.join(", ", sentences),
                remarks);
    }

    private static long records(List<Rpo.Partition> partitions) {
        return partitions.stream()
                .mapToLong(partition -> partition.records() == null ? 0 : partition.records())
                .sum();
    }

    private List<Rpo.Partition> leftBehind() {
        var partitions = new ArrayList<Rpo.Partition>();
        left.forEach((partition, from) -> {
            long records = ends.getOrDefault(partition, from) - from;
            if (records > 0) {
                partitions.add(new Rpo.Partition(partition.topic(), partition.partition(), from, records, null));
            }
        });
        return partitions;
    }

    private List<Rpo.Partition> behind(List<Remark> remarks) {
        try {
            return behind(ends, scene.source().ends(MovedTopic.partitionsOf(topics)));
        } catch (ReplicationException e) {
            remarks.add(new Remark(
                    Severity.NOT_COVERED,
                    "whether anybody wrote to " + scene.link().source().alias()
                            + " behind the fence could not be seen: " + e.getMessage(),
                    ""));
            return List.of();
        }
    }

    /** What the logs have grown by since, the most first. */
    static List<Rpo.Partition> behind(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> now) {
        var behind = new ArrayList<Rpo.Partition>();
        now.forEach((partition, newEnd) -> {
            long end = ends.getOrDefault(partition, newEnd);
            if (newEnd > end) {
                behind.add(new Rpo.Partition(partition.topic(), partition.partition(), end, newEnd - end, null));
            }
        });
        behind.sort(Comparator.comparing(Rpo.Partition::records, Comparator.nullsLast(Comparator.reverseOrder())));
        return behind;
    }

    private List<TopicOutcome> outcomes() {
        var outcomes = new ArrayList<TopicOutcome>();
        for (MovedTopic topic : topics) {
            var partitions = new ArrayList<TopicOutcome.Partition>();
            for (int i = 0; i < topic.partitions(); i++) {
                var partition = new TopicPartition(topic.topic(), i);
                Long end = ends.get(partition);
                Long from = left.get(partition);
                partitions.add(
                        end == null || from == null
                                ? new TopicOutcome.Partition(i, end, end, 0)
                                : new TopicOutcome.Partition(i, end, from, end - from));
            }
            Compared.OfTopic showed = compared.of(topic.topic());
            outcomes.add(
                    new TopicOutcome(topic.topic(), topic.copy(), partitions, showed.records(), showed.comparison()));
        }
        return outcomes;
    }
}
