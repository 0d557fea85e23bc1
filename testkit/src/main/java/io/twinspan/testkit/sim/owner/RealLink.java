package io.twinspan.testkit.sim.owner;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneStats;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.SimLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The product's own link, under the simulator, with the positions that are durable. Confined to the world's thread. */
public final class RealLink implements SimLink {
    private final Link link;

    private RealLink(Link link) {
        this.link = link;
    }

    /** Makes links that copy the given partitions. */
    public static LinkFactory of(LinkConfig config, List<LaneSpec> lanes) {
        return of(config, lanes, link -> {});
    }

    /** The same; each link that is made is shown first. */
    public static LinkFactory of(LinkConfig config, List<LaneSpec> lanes, Consumer<Link> made) {
        AtomicLong owners = new AtomicLong();
        return (exchange, durable) -> {
            var link = new Link(config, exchange, known(lanes, durable), owners.incrementAndGet());
            made.accept(link);
            return new RealLink(link);
        };
    }

    private static List<LaneSpec> known(List<LaneSpec> lanes, List<PositionRecord> durable) {
        Map<TopicPartition, Tip> tips = new HashMap<>();
        Map<TopicPartition, LaneRuns> pages = new HashMap<>();
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
                pages.computeIfAbsent(partition(page.key()), any -> new LaneRuns())
                        .put(page);
            } else if (record instanceof PositionRecord.Deleted deleted
                    && deleted.key() instanceof PositionKey.OfRuns key) {
                pages.getOrDefault(partition(key), new LaneRuns()).remove(key);
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
                    pages.getOrDefault(partition, new LaneRuns()).pages()));
        }
        return known;
    }

    private static TopicPartition partition(PositionKey key) {
        return new TopicPartition(key.topic(), key.partition());
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
    public void settle() {
        link.settle();
    }

    @Override
    public boolean isSettled() {
        return link.isSettled();
    }

    @Override
    public long copiedBelow(String partition) {
        return link.stats().lanes().stream()
                .filter(lane -> (lane.topic() + "-" + lane.partition()).equals(partition))
                .mapToLong(LaneStats::source)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        link.close();
    }
}
