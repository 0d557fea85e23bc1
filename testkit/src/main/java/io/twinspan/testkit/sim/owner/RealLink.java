package io.twinspan.testkit.sim.owner;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.SimLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** The product's own link, under the simulator, with the positions that are durable. Confined to the world's thread. */
public final class RealLink implements SimLink {
    private final Link link;

    private RealLink(Link link) {
        this.link = link;
    }

    /** Makes links that copy the given partitions. */
    public static LinkFactory of(LinkConfig config, List<LaneSpec> lanes) {
        AtomicLong owners = new AtomicLong();
        return (exchange, durable) ->
                new RealLink(new Link(config, exchange, known(lanes, durable), owners.incrementAndGet()));
    }

    private static List<LaneSpec> known(List<LaneSpec> lanes, List<PositionRecord> durable) {
        Map<TopicPartition, Tip> tips = new HashMap<>();
        Map<TopicPartition, List<Run>> pages = new HashMap<>();
        Map<TopicPartition, Tip> starts = new HashMap<>();
        for (PositionRecord record : durable) {
            if (record instanceof PositionRecord.TipRecord tip) {
                tips.put(
                        new TopicPartition(
                                tip.tip().lane().topic(), tip.tip().lane().partition()),
                        tip.tip());
            } else if (record instanceof PositionRecord.Start start) {
                starts.merge(
                        new TopicPartition(
                                start.tip().lane().topic(), start.tip().lane().partition()),
                        start.tip(),
                        (one, other) -> one.target() <= other.target() ? one : other);
            } else if (record instanceof PositionRecord.RunsPage page) {
                pages.put(new TopicPartition(page.lane().topic(), page.lane().partition()), page.runs());
            }
        }
        List<LaneSpec> known = new ArrayList<>();
        for (LaneSpec lane : lanes) {
            TopicPartition partition = new TopicPartition(lane.topic(), lane.partition());
            known.add(new LaneSpec(
                    lane.topic(),
                    lane.partition(),
                    lane.targetTopic(),
                    lane.generation(),
                    tips.getOrDefault(partition, starts.get(partition)),
                    lane.start(),
                    pages.getOrDefault(partition, List.of())));
        }
        return known;
    }

    @Override
    public List<PositionRecord> step() {
        return link.step();
    }

    @Override
    public void recorded(PositionRecord record) {
        link.recorded(record);
    }

    @Override
    public long nextWakeupMs() {
        return link.nextWakeupMs();
    }

    @Override
    public void close() {
        link.close();
    }
}
