package io.twinspan.bench.faults.scene;

import io.twinspan.bench.faults.watch.Recovery;
import io.twinspan.bench.faults.watch.Sample;
import io.twinspan.bench.faults.watch.Tally;
import io.twinspan.bench.faults.watch.Watch;
import io.twinspan.bench.tool.Tool;
import io.twinspan.testkit.guarantee.Ledger;
import io.twinspan.testkit.load.Load;
import io.twinspan.testkit.load.Stream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One act on a stage: topics that are new, a load that writes to them, two processes that copy, and consumers on both sides that count
 * what they see. Confined to the programme's thread.
 */
public final class Scene implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 100;
    private static final long SETTLED_MS = 5_000;

    private final Stage stage;
    private final Topics topics;
    private final Random random;
    private final Copiers copiers;
    private final Ledger ledger = new Ledger();
    private final Tally sourceTally;
    private final Tally targetTally;
    private final List<Load> loads = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable Load hitLoad;
    private @Nullable Watch watch;

    /** Sets it up; nothing runs yet but the consumers. */
    public Scene(Stage stage, Tool tool, Topics topics, Random random, Path directory) {
        this.stage = stage;
        this.topics = topics;
        this.random = random;
        copiers = new Copiers(stage, tool, directory, topics.prefix() + ".*");
        sourceTally = new Tally(stage.source().directProperties(), "source", this::note);
        targetTally = new Tally(stage.target().directProperties(), "target", record -> {});
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.hit())) {
            ledger.add(record);
        }
    }

    /** Creates the topics and starts to write and to count. */
    public void startLoad() {
        topics.others().forEach((topic, partitions) -> stage.source().createTopic(topic, partitions));
        sourceTally.watch(topics.partitions());
        targetTally.watch(topics.partitions().stream().map(this::copyOf).toList());
        loads.add(Load.start(stage.source().directProperties(), topics.streams()));
        if (topics.withHit()) {
            stage.source().createTopic(topics.hit(), 1);
            watchHit(0);
            hitLoad = Load.start(stage.source().directProperties(), List.of(topics.hitStream(1, 0)));
        }
        watch = Watch.start(sourceTally, targetTally, topics.partitions(), copiers::copyOf);
    }

    /** Counts another partition of the topic that is hit. */
    public void watchHit(int partition) {
        sourceTally.watch(List.of(hit(partition)));
        targetTally.watch(List.of(copyOf(hit(partition))));
    }

    /** Writes more, besides. */
    public void alsoLoad(Stream stream) {
        loads.add(Load.start(stage.source().directProperties(), List.of(stream)));
    }

    /** Stops to write to the topic that is hit. */
    public void stopHitLoad() {
        Load load = hitLoad;
        hitLoad = null;
        if (load != null) {
            load.close();
        }
    }

    /** Stops all writing. */
    public void stopLoad() {
        stopHitLoad();
        loads.forEach(Load::close);
    }

    /** Waits until every partition has been caught up, and still is some seconds later, or fails. */
    public void awaitSettled(long limitMs) {
        long end = watch().nowMs() + limitMs;
        long settledSince = Long.MAX_VALUE;
        while (settledSince == Long.MAX_VALUE || watch().nowMs() - settledSince < SETTLED_MS) {
            Sample now = watch().now();
            boolean caughtUp = true;
            for (int p = 0; p < now.target().size(); p++) {
                caughtUp &= now.target().get(p) > 0
                        && now.lag(p) <= Math.max(200, now.source().get(p) / 5);
            }
            caughtUp &= !topics.withHit() || targetTally.count(copyOf(hit(0))) > 0;
            settledSince = caughtUp ? Math.min(settledSince, now.atMs()) : Long.MAX_VALUE;
            if (watch().nowMs() > end) {
                throw new IllegalStateException("copying did not settle within " + limitMs / 1_000 + " s; " + now.lag()
                        + " records behind; the processes said: " + lastWords());
            }
            pause(LOOK_EVERY_MS);
        }
    }

    private String lastWords() {
        List<String> said = copiers.said();
        return String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
    }

    /** Waits until something holds; whether it did within the limit. */
    public boolean await(long limitMs, BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(LOOK_EVERY_MS);
        }
        return true;
    }

    /** Lets time pass. */
    public void pause(long ms) {
        try {
            never.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What the samples from a moment on say of a disturbance. */
    public Recovery recovery(long fromMs, long hitMs, long countMs) {
        return Recovery.of(watch().since(fromMs), hitMs, countMs);
    }

    /** A line for the report: what was seen. */
    public void note(String observed) {
        notes.add(observed);
    }

    /** All those lines. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The copy of a partition. */
    public TopicPartition copyOf(TopicPartition partition) {
        return new TopicPartition(copiers.copyOf(partition.topic()), partition.partition());
    }

    /** A partition of the topic that is hit. */
    public TopicPartition hit(int partition) {
        return new TopicPartition(topics.hit(), partition);
    }

    /** How many committed records of a partition consumers have seen at the source. */
    public long seen(TopicPartition partition) {
        return sourceTally.count(partition);
    }

    /** How many of its copy, at the target. */
    public long copied(TopicPartition partition) {
        return targetTally.count(copyOf(partition));
    }

    /** What consumers saw of the topic that is hit. */
    public Ledger ledger() {
        return ledger;
    }

    public Stage stage() {
        return stage;
    }

    public Topics topics() {
        return topics;
    }

    /** Decides what the seed decides. */
    public Random random() {
        return random;
    }

    public Copiers copiers() {
        return copiers;
    }

    /** Where samples are. */
    public Watch watch() {
        Watch known = watch;
        if (known == null) {
            throw new IllegalStateException("the load was not started");
        }
        return known;
    }

    @Override
    public void close() {
        copiers.close();
        if (watch != null) {
            watch.close();
        }
        sourceTally.close();
        targetTally.close();
        stopLoad();
    }
}
