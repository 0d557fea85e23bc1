package io.twinspan.model.option;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;

/** Files that several tests read. Immutable. */
final class Files {
    static final Surroundings SURROUNDINGS = new Surroundings(workerKeys(), Files.class.getClassLoader());

    /** The active-passive file of the README, in full. */
    static final String ACTIVE_PASSIVE = """
            clusters = dc1, dc2
            dc1.bootstrap.servers = dc1-kafka:9092
            dc1.security.protocol = SASL_SSL
            dc1.sasl.mechanism = PLAIN
            dc1.sasl.jaas.config = org.apache.kafka.common.security.plain.PlainLoginModule required \\
              username="mm2" password="mm2-secret";
            dc2.bootstrap.servers = dc2-kafka:9092
            dc2.security.protocol = SASL_SSL
            dc2.sasl.mechanism = PLAIN
            dc2.sasl.jaas.config = org.apache.kafka.common.security.plain.PlainLoginModule required \\
              username="mm2" password="mm2-secret";
            dc1->dc2.enabled = true
            dc1->dc2.topics = orders.*, events.*, users.*
            dc1->dc2.groups = .*
            replication.factor = 3
            sync.topic.configs.enabled = true
            sync.topic.acls.enabled = true
            refresh.topics.interval.seconds = 30
            refresh.groups.interval.seconds = 30
            offset-syncs.topic.replication.factor = 3
            heartbeats.topic.replication.factor = 3
            checkpoints.topic.replication.factor = 3
            """;

    /** The least that is a link. */
    static final String MINIMAL = """
            clusters = dc1, dc2
            dc1.bootstrap.servers = a:9092
            dc2.bootstrap.servers = b:9092
            dc1->dc2.enabled = true
            """;

    private Files() {}

    static Mm2Properties load(String text) {
        return Mm2Properties.load("mm2.properties", text, SURROUNDINGS);
    }

    static Mm2Properties minimalAnd(String... lines) {
        return load(MINIMAL + String.join("\n", lines) + "\n");
    }

    static List<String> lines(Mm2Properties file) {
        return file.problems().all().stream()
                .map(problem -> problem.describe("mm2.properties"))
                .toList();
    }

    private static Set<String> workerKeys() {
        return new DistributedConfig(Map.of(
                        "bootstrap.servers", "a:1",
                        "group.id", "g",
                        "offset.storage.topic", "o",
                        "status.storage.topic", "s",
                        "config.storage.topic", "c",
                        "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                        "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"))
                .values()
                .keySet();
    }
}
