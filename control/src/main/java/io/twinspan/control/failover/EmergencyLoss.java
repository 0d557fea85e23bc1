package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.inventory.LossEstimate;
import io.twinspan.control.inventory.PartitionLoss;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.report.TopicOutcome.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What an emergency gave up, as it was estimated. Immutable. */
record EmergencyLoss(String source, List<MovedTopic> topics, LossEstimate estimate) {
    private static final int WORST = 100;

    Loss loss() {
        var remarks = new ArrayList<Remark>();
        if (!estimate.unknown().isEmpty()) {
            remarks.add(new Remark(
                    Severity.NOT_COVERED,
                    "of " + estimate.unknown().size() + " partitions nothing is known that says what they lack",
                    "Once " + source + " is back, 'twinspan orphans' tells"));
        }
        long records = estimate.records();
        boolean isLost = records > 0 || !estimate.unknown().isEmpty();
        var rpo = new Rpo(
                records,
                orNull(estimate.bytes()),
                orNull(estimate.ms()),
                !isLost,
                isLost
                        ? source
                                + " did not answer, so these are bounds, from the last word of it and from how fast records came"
                                + (estimate.unknown().isEmpty()
                                        ? ""
                                        : "; partitions of which nothing is known are left out")
                        : "",
                worst());
        return new Loss(outcomes(), rpo, isLost, isLost ? sentence(records) : "no record was lost", remarks);
    }

    private String sentence(long records) {
        int unknown = estimate.unknown().size();
        if (records == 0) {
            return "of " + unknown + " partitions nobody can say whether all is copied, of the others it is";
        }
        return "at most " + records + " records"
                + (estimate.ms() > 0 ? ", of the last " + seconds(estimate.ms()) + "," : "")
                + " were not copied yet"
                + (unknown == 0 ? "" : ", besides those of " + unknown + " partitions of which nothing is known");
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", Math.ceil(ms / 100.0) / 10);
    }

    private List<Rpo.Partition> worst() {
        return estimate.partitions().stream()
                .filter(partition -> partition.records() != 0)
                .sorted(Comparator.comparingLong(PartitionLoss::records).reversed())
                .limit(WORST)
                .map(partition -> new Rpo.Partition(
                        partition.topic(),
                        partition.partition(),
                        orNull(partition.firstMissing()),
                        orNull(partition.records()),
                        orNull(partition.ms())))
                .toList();
    }

    private List<TopicOutcome> outcomes() {
        var known = new HashMap<TopicPartition, PartitionLoss>();
        estimate.partitions().forEach(loss -> known.put(new TopicPartition(loss.topic(), loss.partition()), loss));
        var outcomes = new ArrayList<TopicOutcome>();
        for (MovedTopic topic : topics) {
            var partitions = new ArrayList<TopicOutcome.Partition>();
            for (int i = 0; i < topic.partitions(); i++) {
                PartitionLoss loss = known.get(new TopicPartition(topic.topic(), i));
                partitions.add(new TopicOutcome.Partition(
                        i,
                        null,
                        loss == null ? null : orNull(loss.firstMissing()),
                        loss == null ? 0 : Math.max(0, loss.records())));
            }
            outcomes.add(new TopicOutcome(topic.topic(), topic.copy(), partitions, 0, Comparison.NOT_COMPARED));
        }
        return outcomes;
    }

    private static @Nullable Long orNull(long number) {
        return number < 0 ? null : Long.valueOf(number);
    }
}
