package io.twinspan.control.failover;

import io.twinspan.control.check.EmergencyExamination;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.failover.Notes.LossList;
import io.twinspan.control.failover.Notes.Offsets;
import io.twinspan.control.inventory.LossEstimate;
import io.twinspan.control.inventory.PartitionLoss;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Estimates what is lost, and keeps the first offset of each partition that is not copied: it tells the lost records by name once the source
 * is back. Confined to the operation's thread.
 */
final class LossStep extends MoveStep {

    LossStep(Scene scene, FailoverOptions options) {
        super(
                scene,
                options,
                LOSS,
                "estimates what is lost, and keeps where the copies end",
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }

    @Override
    public Outcome run(StepContext context) {
        List<MovedTopic> topics = topics(context);
        LinkFollower follower = scene.follower();
        follower.look();
        LossEstimate estimate = EmergencyExamination.loss(scene, topics, options.sourceLostAtMs());
        Map<TopicPartition, Long> ends = read(context, FENCE, Notes.ENDS, Offsets.class)
                .map(Offsets::offsets)
                .orElse(Map.of());
        var losses = new ArrayList<PartitionLoss>();
        for (PartitionLoss loss : estimate.partitions()) {
            Long end = ends.get(new TopicPartition(loss.topic(), loss.partition()));
            losses.add(end == null ? loss : known(loss, end));
        }
        keep(context, losses);
        var all = new LossEstimate(losses);
        int unknown = all.unknown().size();
        return Outcome.done("at most " + all.records() + " records are lost"
                + (unknown == 0 ? "" : "; of " + unknown + " partitions nothing is known"));
    }

    /** A source that still told where its fence stands. */
    private static PartitionLoss known(PartitionLoss loss, long end) {
        long records = Math.max(0, end - Math.max(0, loss.firstMissing()));
        return new PartitionLoss(
                loss.topic(),
                loss.partition(),
                loss.firstMissing(),
                records,
                records == 0 ? 0 : -1,
                records == 0 ? 0 : loss.ms(),
                loss.heardMs());
    }

    private static void keep(StepContext context, List<PartitionLoss> losses) {
        int number = 0;
        for (LossList part : LossList.split(losses)) {
            note(context, Notes.LOSSES + number++, part);
        }
    }

    @Override
    public void undo(StepContext context) {
        context.progress("nothing was changed");
    }
}
