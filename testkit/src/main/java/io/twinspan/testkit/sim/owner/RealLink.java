package io.twinspan.testkit.sim.owner;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.SimLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The product's own link, under the simulator, with the positions that are durable. Confined to the world's thread. */
public final class RealLink implements SimLink {
    private final Link link;

    private RealLink(Link link) {
        this.link = link;
    }

    /** Makes links that copy the given partitions. */
    public static LinkFactory of(LinkConfig config, List<LaneSpec> lanes) {
        return (exchange, durable) -> new RealLink(start(config, lanes, exchange, durable));
    }

    private static Link start(LinkConfig config, List<LaneSpec> lanes, Exchange exchange, List<PositionRecord> durable) {
        Map<TopicPartition, Tip> tips = new HashMap<>();
        Map<TopicPartition, List<Run>> pages = new HashMap<>();
        for (PositionRecord record : durable) {
            if (record instanceof PositionRecord.TipRecord tip) {
                tips.put(new TopicPartition(tip.tip().lane().topic(), tip.tip().lane().partition()), tip.tip());
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
                    tips.get(partition),
                    lane.start(),
                    pages.getOrDefault(partition, List.of())));
        }
        return new Link(config, exchange, known);
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
