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
 * A planned move loses nothing below the fence; what was written behind it, if the fence did not hold, is found. Confined to the operation's
 * thread.
 *
 * @param ends where the fence stood
 * @param mayGrow whether the link back writes into the topics themselves by now
 */
record PlannedLoss(Scene scene, List<MovedTopic> topics, Map<TopicPartition, Long> ends, boolean mayGrow) {

    Loss loss() {
        var remarks = new ArrayList<Remark>();
        List<Rpo.Partition> behind = mayGrow ? List.of() : behind(remarks);
        long records = behind.stream()
                .mapToLong(partition -> partition.records() == null ? 0 : partition.records())
                .sum();
        if (records == 0) {
            return new Loss(outcomes(), Rpo.NOTHING, false, "no record was lost", remarks);
        }
        remarks.add(new Remark(
                Severity.ERROR,
                records + " records were written to " + scene.link().source().alias() + " behind the fence",
                "'twinspan orphans' lists them"));
        return new Loss(
                outcomes(),
                new Rpo(records, null, null, true, "", behind),
                true,
                records + " records were written behind the fence",
                remarks);
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
                Long end = ends.get(new TopicPartition(topic.topic(), i));
                partitions.add(new TopicOutcome.Partition(i, end, end, 0));
            }
            outcomes.add(
                    new TopicOutcome(topic.topic(), topic.copy(), partitions, 0, TopicOutcome.Comparison.NOT_COMPARED));
        }
        return outcomes;
    }
}
