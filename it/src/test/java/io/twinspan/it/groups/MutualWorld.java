package io.twinspan.it.groups;

import io.twinspan.client.LinkClient;
import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;

/**
 * Clusters with one topic of the same name in each, producers in each, and links in full mesh in one process. Confined to the test's
 * thread.
 */
final class MutualWorld implements AutoCloseable {
    static final String TOPIC = "shared";

    final List<String> aliases;
    final List<TopicPartition> partitions;
    private final Map<String, EmbeddedCluster> clusters = new LinkedHashMap<>();
    private final Path log;
    private final JavaProcess run;
    private final Random random;
    private long produced;

    MutualWorld(List<String> aliases, int partitionCount, Path directory, long seed) {
        this.aliases = aliases;
        this.random = new Random(seed);
        partitions = IntStream.range(0, partitionCount)
                .mapToObj(number -> new TopicPartition(TOPIC, number))
                .toList();
        for (String alias : aliases) {
            EmbeddedCluster cluster = EmbeddedCluster.builder(alias).start();
            clusters.put(alias, cluster);
            cluster.createTopic(TOPIC, partitionCount);
        }
        log = directory.resolve("run.log");
        run = TwinspanProcess.run("mutual", Cli.file(directory, file()), log);
    }

    private Map<String, String> file() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", String.join(", ", aliases));
        clusters.forEach((alias, cluster) -> properties.put(alias + ".bootstrap.servers", cluster.bootstrapServers()));
        for (String source : aliases) {
            for (String target : aliases) {
                if (!source.equals(target)) {
                    properties.put(source + "->" + target + ".enabled", "true");
                    // Each group is followed in one direction: from the cluster after which it is called.
                    properties.put(source + "->" + target + ".groups", source + "-.*");
                }
            }
        }
        properties.put("replication.policy.class", IdentityReplicationPolicy.class.getName());
        properties.put("topics", TOPIC);
        for (String topic : List.of(
                "",
                "positions.topic.",
                "checkpoints.topic.",
                "heartbeats.topic.",
                "offset-syncs.topic.",
                "offset.storage.",
                "status.storage.",
                "config.storage.")) {
            properties.put(topic + "replication.factor", "1");
        }
        properties.put("offset.storage.partitions", "1");
        properties.put("refresh.topics.interval.seconds", "1");
        properties.put("refresh.groups.interval.seconds", "1");
        properties.put("emit.checkpoints.interval.seconds", "1");
        properties.put("sync.group.offsets.enabled", "true");
        properties.put("sync.group.offsets.interval.seconds", "1");
        properties.put("link.tip.interval.ms", "500");
        properties.put("link.progress.group", "");
        return properties;
    }

    EmbeddedCluster cluster(String alias) {
        EmbeddedCluster cluster = clusters.get(alias);
        if (cluster == null) {
            throw new IllegalArgumentException("no cluster " + alias);
        }
        return cluster;
    }

    /** So many small batches in random clusters and partitions, each record with a text that no other has. */
    void produce(int batches, boolean transactions) {
        var producers = new ArrayList<KafkaProducer<String, String>>();
        try {
            for (String alias : aliases) {
                Map<String, Object> config = new HashMap<>(cluster(alias).clientProperties());
                config.put("linger.ms", "0");
                if (transactions) {
                    config.put("transactional.id", "producer-" + alias);
                }
                var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
                producers.add(producer);
                if (transactions) {
                    producer.initTransactions();
                }
            }
            for (int i = 0; i < batches; i++) {
                int where = random.nextInt(aliases.size());
                batch(aliases.get(where), producers.get(where), transactions);
            }
        } finally {
            producers.forEach(producer -> producer.close(Duration.ofSeconds(10)));
        }
    }

    private void batch(String alias, KafkaProducer<String, String> producer, boolean inTransaction) {
        if (inTransaction) {
            producer.beginTransaction();
        }
        TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
        for (int records = 1 + random.nextInt(20); records > 0; records--) {
            producer.send(new ProducerRecord<>(TOPIC, partition.partition(), alias, alias + "-" + produced++));
        }
        if (!inTransaction) {
            producer.flush();
        } else if (random.nextInt(5) == 0) {
            producer.abortTransaction();
        } else {
            producer.commitTransaction();
        }
    }

    Map<TopicPartition, Contents> contents(String alias) {
        return Contents.read(cluster(alias), partitions);
    }

    LinkClient client(String source, String target) {
        Map<String, Object> settings = new HashMap<>(cluster(target).clientProperties());
        settings.put("replication.policy.class", IdentityReplicationPolicy.class.getName());
        return LinkClient.of(source, target)
                .source(new HashMap<>(cluster(source).clientProperties()))
                .target(settings)
                .open();
    }

    boolean isRunning() {
        return run.isAlive();
    }

    String logTail() {
        return log + "\n" + run.logTail();
    }

    @Override
    public void close() {
        run.close();
        clusters.values().forEach(EmbeddedCluster::close);
    }
}
