package io.twinspan.it.differential;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What happens on the source: all kinds of topics, records, configs, ACLs and groups, and changes of them. Confined to the test's thread. */
final class SourceStory implements AutoCloseable {
    /** How the values of records begin that an aborted transaction wrote. */
    static final String ABORTED = "aborted";

    static final int PER_PARTITION = 120;
    private static final long FIRST_TIMESTAMP = System.currentTimeMillis() - 3_600_000;

    private final KafkaCluster cluster;
    private final Admin admin;
    private @Nullable KafkaConsumer<byte[], byte[]> member;
    private int number;

    SourceStory(KafkaCluster cluster) {
        this.cluster = cluster;
        this.admin = cluster.admin();
    }

    void begin() throws Exception {
        topics();
        records();
        acls();
        groups();
        // Dynamic, for all brokers, and no topic's own.
        alter(new ConfigResource(ConfigResource.Type.BROKER, ""), "log.cleaner.min.cleanable.ratio", "0.6");
    }

    private void topics() {
        create(
                "orders",
                3,
                "retention.ms",
                "864000000",
                "segment.bytes",
                "2097152",
                "min.insync.replicas",
                "1",
                "unclean.leader.election.enable",
                "true",
                "max.message.bytes",
                "1500000");
        create("users", 2, "cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.9");
        create("payments", 2, "retention.bytes", "100000000");
        for (String codec : List.of("gzip", "lz4", "snappy", "zstd")) {
            create("packed-" + codec, 1);
        }
        create("stamped", 1, "message.timestamp.type", "LogAppendTime");
        create(
                "bounded",
                1,
                "message.timestamp.before.max.ms",
                "315360000000",
                "message.timestamp.after.max.ms",
                "3600000");
        create("empty", 2);
        create("gone", 1);
        create("eu.sales.v1", 1);
        // One comes from each target, so each tool leaves out one of them.
        create("dc2.loop", 1);
        create("dc3.loop", 1);
        create("device-heartbeats", 1);
        // Which no link copies.
        for (String excluded :
                List.of("shop.replica", "__hidden", ".hidden", "mm2-any.internal", "x.checkpoints.internal")) {
            create(excluded, 1);
        }
    }

    private void records() throws Exception {
        try (var producer = producer(Map.of())) {
            for (String topic :
                    List.of("orders", "stamped", "bounded", "gone", "eu.sales.v1", "device-heartbeats", "dc2.loop")) {
                send(producer, topic, PER_PARTITION);
            }
            number -= PER_PARTITION;
            send(producer, "dc3.loop", PER_PARTITION);
            for (String topic :
                    List.of("shop.replica", "__hidden", ".hidden", "mm2-any.internal", "x.checkpoints.internal")) {
                send(producer, topic, 5);
            }
            for (int i = 0; i < PER_PARTITION; i++) {
                // Tombstones among them.
                String value = i % 7 == 0 ? null : "user " + i;
                producer.send(new ProducerRecord<>(
                        "users", i % 2, FIRST_TIMESTAMP + i, bytes("key-" + i % 40), bytes(value)));
            }
        }
        for (String codec : List.of("gzip", "lz4", "snappy", "zstd")) {
            try (var producer = producer(Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec))) {
                send(producer, "packed-" + codec, PER_PARTITION);
            }
        }
        transactions(8);
    }

    /** Every third is aborted. */
    private void transactions(int count) throws Exception {
        try (var producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "payments"))) {
            producer.initTransactions();
            for (int i = 0; i < count; i++) {
                boolean aborted = i % 3 == 1;
                producer.beginTransaction();
                for (int j = 0; j < 15; j++) {
                    String value = (aborted ? ABORTED : "payment") + " " + number++;
                    producer.send(
                            new ProducerRecord<>("payments", j % 2, FIRST_TIMESTAMP + number, null, bytes(value)));
                }
                producer.flush();
                if (aborted) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
    }

    /** With keys, without, with headers, without values. */
    private void send(KafkaProducer<byte[], byte[]> producer, String topic, int count) throws Exception {
        int partitions = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        for (int i = 0; i < count * partitions; i++) {
            var record = new ProducerRecord<>(
                    topic,
                    i % partitions,
                    FIRST_TIMESTAMP + ++number * 3L,
                    i % 5 == 0 ? null : bytes("key " + i),
                    i % 11 == 3 ? null : bytes("record " + number));
            if (i % 4 == 1) {
                record.headers()
                        .add(new RecordHeader("kind", bytes("h" + i)))
                        .add(new RecordHeader("kind", bytes("again")))
                        .add(new RecordHeader("none", null))
                        .add(new RecordHeader("raw", new byte[] {0, 1, (byte) 255}));
            }
            producer.send(record);
        }
    }

    private void acls() throws Exception {
        var topic = literal(ResourceType.TOPIC, "orders");
        admin.createAcls(List.of(
                        acl(topic, "alice", AclOperation.READ, AclPermissionType.ALLOW),
                        acl(topic, "alice", AclOperation.WRITE, AclPermissionType.ALLOW),
                        acl(topic, "bob", AclOperation.ALL, AclPermissionType.ALLOW),
                        acl(topic, "dora", AclOperation.DESCRIBE, AclPermissionType.ALLOW),
                        acl(topic, "dora", AclOperation.ALTER_CONFIGS, AclPermissionType.ALLOW),
                        acl(topic, "mallory", AclOperation.READ, AclPermissionType.DENY),
                        acl(topic, "mallory", AclOperation.WRITE, AclPermissionType.DENY),
                        acl(
                                literal(ResourceType.TOPIC, "eu.sales.v1"),
                                "frank",
                                AclOperation.READ,
                                AclPermissionType.ALLOW),
                        acl(
                                literal(ResourceType.TOPIC, "shop.replica"),
                                "alice",
                                AclOperation.READ,
                                AclPermissionType.ALLOW),
                        acl(
                                new ResourcePattern(ResourceType.TOPIC, "pack", PatternType.PREFIXED),
                                "carol",
                                AclOperation.READ,
                                AclPermissionType.ALLOW),
                        acl(literal(ResourceType.TOPIC, "*"), "dave", AclOperation.DESCRIBE, AclPermissionType.ALLOW),
                        acl(literal(ResourceType.GROUP, "g-end"), "alice", AclOperation.READ, AclPermissionType.ALLOW),
                        acl(
                                literal(ResourceType.CLUSTER, "kafka-cluster"),
                                "alice",
                                AclOperation.DESCRIBE,
                                AclPermissionType.ALLOW),
                        acl(
                                literal(ResourceType.TRANSACTIONAL_ID, "payments"),
                                "alice",
                                AclOperation.WRITE,
                                AclPermissionType.ALLOW)))
                .all()
                .get();
    }

    private void groups() throws Exception {
        commit("g-end", Map.of("orders", PER_PARTITION, "payments", 0, "users", PER_PARTITION / 2), "at the end");
        commit("g-behind", Map.of("orders", 71, "payments", 37, "packed-lz4", 33, "stamped", 55), "");
        commit("g-start", Map.of("orders", 0), "");
        commit("g-empty", Map.of("empty", 0), "");
        commit("g-rewound", Map.of("packed-zstd", PER_PARTITION), "");
        commit("g-elsewhere", Map.of("shop.replica", 3), "");
        commit("console-consumer-1", Map.of("orders", 5), "");
        commit("connect-sink", Map.of("orders", 5), "");
        commit("__group", Map.of("orders", 5), "");
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "g-live");
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "50");
        member = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        member.subscribe(Set.of("packed-gzip"));
        while (member.poll(Duration.ofMillis(200)).isEmpty()) {
            // Until it has its partition.
        }
        member.commitSync();
    }

    /** Changes of everything, while both tools run. */
    void goOn() throws Exception {
        admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(5)))
                .all()
                .get();
        create("late", 2, "retention.ms", "500000000");
        admin.deleteTopics(List.of("gone")).all().get();
        alter(topic("orders"), "retention.ms", "432000000");
        alter(topic("packed-lz4"), "max.compaction.lag.ms", "1000000000");
        remove(topic("orders"), "segment.bytes");
        var late = acl(literal(ResourceType.TOPIC, "late"), "alice", AclOperation.READ, AclPermissionType.ALLOW);
        admin.createAcls(List.of(late)).all().get();
        admin.deleteAcls(List.of(acl(
                                literal(ResourceType.TOPIC, "orders"),
                                "dora",
                                AclOperation.DESCRIBE,
                                AclPermissionType.ALLOW)
                        .toFilter()))
                .all()
                .get();
        try (var producer = producer(Map.of())) {
            send(producer, "orders", 60);
            send(producer, "late", 60);
        }
        transactions(3);
        commit("g-late", Map.of("late", 41), "");
        commit("g-rewound", Map.of("packed-zstd", 10), "");
    }

    private void commit(String group, Map<String, Integer> positions, String metadata) throws Exception {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var position : positions.entrySet()) {
            int partitions = admin.describeTopics(Set.of(position.getKey()))
                    .allTopicNames()
                    .get()
                    .get(position.getKey())
                    .partitions()
                    .size();
            for (int i = 0; i < partitions; i++) {
                offsets.put(
                        new TopicPartition(position.getKey(), i), new OffsetAndMetadata(position.getValue(), metadata));
            }
        }
        admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }

    private void create(String topic, int partitions, String... configs) {
        var settings = new HashMap<String, String>();
        for (int i = 0; i < configs.length; i += 2) {
            settings.put(configs[i], configs[i + 1]);
        }
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot create " + topic, e);
        }
    }

    void alter(ConfigResource resource, String name, String value) throws Exception {
        alter(admin, resource, new AlterConfigOp(new ConfigEntry(name, value), OpType.SET));
    }

    private void remove(ConfigResource resource, String name) throws Exception {
        alter(admin, resource, new AlterConfigOp(new ConfigEntry(name, ""), OpType.DELETE));
    }

    static void alter(Admin admin, ConfigResource resource, AlterConfigOp change) throws Exception {
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }

    static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static ResourcePattern literal(ResourceType type, String name) {
        return new ResourcePattern(type, name, PatternType.LITERAL);
    }

    private static AclBinding acl(
            ResourcePattern pattern, String user, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(pattern, new AccessControlEntry("User:" + user, "*", operation, permission));
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.putAll(settings);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (member != null) {
            member.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(5)));
        }
    }
}
