package io.twinspan.bench.faults.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at the tallies of both sides ten times a second, and keeps what it sees.
 *
 * <p>Thread-safe: it looks on a thread of its own.
 */
public final class Watch implements AutoCloseable {
    private static final long EVERY_MS = 100;

    private final Tally source;
    private final Tally target;
    private final List<TopicPartition> partitions;
    private final List<TopicPartition> copies;
    private final long begun = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::look, "twinspan-watch");

    private Watch(Tally source, Tally target, List<TopicPartition> partitions, UnaryOperator<String> copyName) {
        this.source = source;
        this.target = target;
        this.partitions = List.copyOf(partitions);
        copies = partitions.stream()
                .map(partition -> new TopicPartition(copyName.apply(partition.topic()), partition.partition()))
                .toList();
        thread.setDaemon(true);
    }

    /** Starts to watch partitions of the source and their copies. */
    public static Watch start(
            Tally source, Tally target, List<TopicPartition> partitions, UnaryOperator<String> copyName) {
        Watch watch = new Watch(source, target, partitions, copyName);
        watch.thread.start();
        return watch;
    }

    /** Milliseconds since it began. */
    public long nowMs() {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    /** All that was seen from a moment on. */
    public List<Sample> since(long fromMs) {
        synchronized (samples) {
            return samples.stream().filter(sample -> sample.atMs() >= fromMs).toList();
        }
    }

    /** What is seen now. */
    public Sample now() {
        // The target first: what is copied in between must not look as if it came out of nothing.
        List<Long> there = copies.stream().map(target::count).toList();
        return new Sample(nowMs(), partitions.stream().map(source::count).toList(), there);
    }

    private void look() {
        try {
            while (!stopping.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
                Sample sample = now();
                synchronized (samples) {
                    samples.add(sample);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
