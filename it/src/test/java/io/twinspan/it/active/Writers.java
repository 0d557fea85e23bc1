package io.twinspan.it.active;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producers of one cluster: filled batches, batches of one record, transactions of which some abort, and a compacted topic, each
 * on all partitions of its topic, until they are stopped. Thread-safe: each writer has a thread of its own.
 */
final class Writers implements AutoCloseable {
    static final int PARTITIONS = 2;

    private static final long STEP_MS = 20;

    /** Longer than a link is ever down here, on a busy machine: else a lane may have to stop. */
    private static final int COMPACTION_LAG_MS = 120_000;

    private final KafkaCluster cluster;
    private final int site;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, List<Long>> written = new HashMap<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** What one writer writes. Immutable. */
    enum Kind {
        FILLED("orders", 150, 400, Map.of("linger.ms", 20, "compression.type", "lz4")),
        TINY("ticks", 60, 60, Map.of("linger.ms", 0, "batch.size", 1)),
        TRANSACTIONS(
                "payments",
                60,
                200,
                Map.of("linger.ms", 5, "compression.type", "zstd", "max.in.flight.requests.per.connection", 1)),
        /** Shares its topic with the one before. */
        PLAIN_BESIDE("payments", 30, 200, Map.of("linger.ms", 5)),
        COMPACTED("state", 80, 900, Map.of("linger.ms", 10));

        final String topic;
        private final int perSecond;
        private final int size;
        private final Map<String, Object> settings;

        Kind(String topic, int perSecond, int size, Map<String, Object> settings) {
            this.topic = topic;
            this.perSecond = perSecond;
            this.size = size;
            this.settings = settings;
        }
    }

    Writers(KafkaCluster cluster, int site) {
        this.cluster = cluster;
        this.site = site;
        for (Kind kind : Kind.values()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                written.put(place(kind.ordinal(), partition), new ArrayList<>());
            }
            var thread = new Thread(() -> run(kind), "writer-" + site + "-" + kind.topic);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Creates the topics, with small segments that the cleaner comes to after a while. */
    static void createTopics(KafkaCluster cluster) {
        for (String topic : List.of("orders", "ticks", "payments")) {
            cluster.createTopic(topic, PARTITIONS);
        }
        cluster.createTopic(
                "state",
                PARTITIONS,
                Map.of(
                        "cleanup.policy",
                        "compact",
                        "min.cleanable.dirty.ratio",
                        "0.01",
                        "min.compaction.lag.ms",
                        Integer.toString(COMPACTION_LAG_MS),
                        "segment.bytes",
                        Integer.toString(1 << 20)));
    }

    Writers start() {
        threads.forEach(Thread::start);
        return this;
    }

    private static String place(int writer, int partition) {
        return writer + "/" + partition;
    }

    /** The numbers of the records that count, in order; asked once all is written. */
    List<Long> written(int writer, int partition) {
        return written.getOrDefault(place(writer, partition), List.of());
    }

    long count() {
        return written.values().stream().mapToLong(List::size).sum();
    }

    private void run(Kind kind) {
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        settings.put("acks", "all");
        settings.put("delivery.timeout.ms", 120_000);
        settings.putAll(kind.settings);
        boolean transactional = kind == Kind.TRANSACTIONS;
        if (transactional) {
            settings.put("transactional.id", "payments-" + site);
        }
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            if (transactional) {
                transact(producer, kind);
            } else {
                long[] next = new long[PARTITIONS];
                while (!pause()) {
                    send(producer, kind, next).forEach((partition, numbers) -> keep(kind, partition, numbers));
                }
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void transact(KafkaProducer<byte[], byte[]> producer, Kind kind) {
        var random = new Random(site);
        long[] next = new long[PARTITIONS];
        producer.initTransactions();
        while (stopping.getCount() > 0) {
            Map<Integer, List<Long>> sent = new HashMap<>();
            producer.beginTransaction();
            for (int i = random.nextInt(10); i >= 0 && !pause(); i--) {
                send(producer, kind, next)
                        .forEach((partition, numbers) -> sent.computeIfAbsent(partition, any -> new ArrayList<>())
                                .addAll(numbers));
            }
            if (random.nextInt(4) == 0) {
                producer.flush();
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
                sent.forEach((partition, numbers) -> keep(kind, partition, numbers));
            }
        }
    }

    private void keep(Kind kind, int partition, List<Long> numbers) {
        written(kind.ordinal(), partition).addAll(numbers);
    }

    /** Sends what is due in one step. */
    private Map<Integer, List<Long>> send(KafkaProducer<byte[], byte[]> producer, Kind kind, long[] next) {
        Map<Integer, List<Long>> sent = new HashMap<>();
        for (long i = 0; i <= kind.perSecond * STEP_MS / 1_000; i++) {
            int partition = (int) ((next[0] + next[1]) % PARTITIONS);
            var mark = new Mark(site, kind.ordinal(), next[partition]++);
            producer.send(mark.record(kind.topic, partition, kind.size, kind == Kind.COMPACTED), (metadata, e) -> {
                if (e != null && kind != Kind.TRANSACTIONS) {
                    failures.add(e);
                }
            });
            sent.computeIfAbsent(partition, any -> new ArrayList<>()).add(mark.number());
        }
        return sent;
    }

    private boolean pause() {
        try {
            return stopping.await(STEP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops writing, once what is under way is written; fails if something could not be written. */
    @Override
    public void close() {
        stopping.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the writers ended", e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("site " + site + " could not write", failures.peek());
        }
    }
}
