package io.twinspan.it.link;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.LinkStats;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link on a thread of its own, whose position records are kept in memory. Thread-safe. */
final class RunningLink implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunningLink.class);

    private final Map<String, Tip> tips;
    private final Map<String, LaneRuns> pages;
    private final AtomicReference<@Nullable LinkStats> stats = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean crashed;

    RunningLink(LinkConfig config, KafkaCluster source, KafkaCluster target, List<LaneSpec> specs) {
        this(config, source, target, specs, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private RunningLink(
            LinkConfig config,
            KafkaCluster source,
            KafkaCluster target,
            List<LaneSpec> specs,
            Map<String, Tip> tips,
            Map<String, LaneRuns> pages) {
        this.tips = tips;
        this.pages = pages;
        List<LaneSpec> resumed = new ArrayList<>();
        for (LaneSpec spec : specs) {
            String key = spec.topic() + "-" + spec.partition();
            resumed.add(new LaneSpec(
                    spec.topic(),
                    spec.partition(),
                    spec.targetTopic(),
                    spec.generation(),
                    tips.get(key),
                    spec.start(),
                    pages.getOrDefault(key, new LaneRuns()).pages()));
        }
        KafkaExchange exchange = new KafkaExchange(source.clientProperties(), target.clientProperties(), "test-link");
        thread = new Thread(() -> run(new Link(config, exchange, resumed)), "twinspan-link-test");
        thread.start();
    }

    /** A new link on the positions that this one stored. */
    RunningLink successor(LinkConfig config, KafkaCluster source, KafkaCluster target, List<LaneSpec> specs) {
        return new RunningLink(config, source, target, specs, tips, pages);
    }

    private void run(Link link) {
        try (link) {
            while (!stopped) {
                for (PositionRecord record : link.poll(100)) {
                    keep(record);
                    link.recorded(record);
                }
                stats.set(link.stats());
            }
            if (!crashed) {
                link.drain(5_000).forEach(this::keep);
                stats.set(link.stats());
            }
        } catch (Throwable problem) {
            LOGGER.error("the link ended", problem);
            failure.set(problem);
        }
    }

    private void keep(PositionRecord record) {
        if (record instanceof PositionRecord.TipRecord tip) {
            tips.put(key(tip.tip().lane().topic(), tip.tip().lane().partition()), tip.tip());
        } else if (record instanceof PositionRecord.Start start) {
            tips.putIfAbsent(key(start.tip().lane().topic(), start.tip().lane().partition()), start.tip());
        } else if (record instanceof PositionRecord.RunsPage page) {
            pages.computeIfAbsent(key(page.lane().topic(), page.lane().partition()), lane -> new LaneRuns())
                    .put(page);
        }
    }

    private static String key(String topic, int partition) {
        return topic + "-" + partition;
    }

    /** The last statistics; empty before the first poll. */
    LinkStats stats() {
        LinkStats last = stats.get();
        return last == null ? new LinkStats(List.of(), 0, "", "") : last;
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** Ends without storing anything more, as a crash would. */
    void crash() {
        crashed = true;
        close();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
