package io.twinspan.it.differential;

import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.StoredBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is on a cluster, as names and values: its topics, their configs and records, ACLs, groups, and what heartbeats and
 * checkpoints say. Confined to the test's thread.
 *
 * <pre>
 *  topic NAME                          config NAME KEY              acl PATTERN PRINCIPAL ...
 *  record NAME-P INDEX                 aborted NAME-P               batches NAME-P codec|producer
 *  heartbeat NAME SOURCE->TARGET       checkpoint GROUP NAME-P      downstream GROUP NAME-P
 *  group NAME                          committed GROUP NAME-P
 * </pre>
 *
 * <p>Positions are told as the number of records before them.
 */
final class Facts {
    private static final String KAFKAS_OWN = "__(consumer_offsets|transaction_state|share_group_state)";

    private final KafkaCluster cluster;
    private final Admin admin;
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();

    private final Map<String, Checkpoint> downstream = new TreeMap<>();

    private Facts(KafkaCluster cluster) {
        this.cluster = cluster;
        this.admin = cluster.admin();
    }

    /** A cluster as it is now. */
    static Facts of(KafkaCluster cluster) throws Exception {
        var facts = new Facts(cluster);
        Map<String, TopicDescription> topics = facts.topics();
        facts.configs(topics.keySet());
        facts.acls();
        facts.records.putAll(read(cluster, contentsOf(topics)));
        facts.records.forEach(facts::contents);
        facts.downstream.forEach((of, checkpoint) -> facts.facts.put(
                "downstream" + of,
                String.valueOf(facts.indexAt(checkpoint.partition(), checkpoint.downstreamOffset()))));
        facts.groups();
        return facts;
    }

    SortedMap<String, String> all() {
        return facts;
    }

    /** All of them with two names exchanged. */
    SortedMap<String, String> swapped(String one, String other) {
        var swapped = new TreeMap<String, String>();
        facts.forEach((fact, value) -> swapped.put(swap(fact, one, other), swap(value, one, other)));
        return swapped;
    }

    private static String swap(String text, String one, String other) {
        return text.replace(one, "\uE000").replace(other, one).replace("\uE000", other);
    }

    /** How many records stand before an offset, so that offsets can be compared of logs that do not have the same ones. */
    long indexAt(TopicPartition partition, long offset) {
        return committed(partition).stream()
                .filter(record -> record.offset() < offset)
                .count();
    }

    /** A partition's records as consumers get them, those of aborted transactions left out. */
    List<ConsumerRecord<byte[], byte[]>> committed(TopicPartition partition) {
        return records.getOrDefault(partition, List.of()).stream()
                .filter(record -> !isAborted(record))
                .toList();
    }

    private Map<String, TopicDescription> topics() throws Exception {
        var names = new TreeSet<>(admin.listTopics().names().get());
        names.removeIf(name -> name.matches(KAFKAS_OWN));
        Map<String, TopicDescription> topics =
                admin.describeTopics(names).allTopicNames().get();
        topics.forEach((name, topic) -> facts.put(
                "topic " + name,
                topic.partitions().size() + " partitions, "
                        + topic.partitions().get(0).replicas().size() + " replicas"));
        return topics;
    }

    private void configs(Iterable<String> topics) throws Exception {
        var resources = StreamSupport.stream(topics.spliterator(), false)
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach((resource, config) -> config.entries().stream()
                        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                        .forEach(entry -> facts.put("config " + resource.name() + " " + entry.name(), entry.value())));
    }

    private void acls() throws Exception {
        admin.describeAcls(AclBindingFilter.ANY)
                .values()
                .get()
                .forEach(acl -> facts.put(
                        "acl " + acl.pattern().resourceType() + " "
                                + acl.pattern().patternType() + " "
                                + acl.pattern().name() + ": " + acl.entry().permissionType() + " "
                                + acl.entry().operation() + " to " + acl.entry().principal() + " from "
                                + acl.entry().host(),
                        "there"));
    }

    private void groups() throws Exception {
        var consumers = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        for (GroupListing group : admin.listGroups().all().get()) {
            facts.put("group " + group.groupId(), group.protocol().isEmpty() ? "consumer" : group.protocol());
            if (group.type().filter(type -> type != GroupType.SHARE).isPresent()
                    && (group.protocol().isEmpty() || group.protocol().equals("consumer"))) {
                consumers.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
            }
        }
        if (!consumers.isEmpty()) {
            admin.listConsumerGroupOffsets(consumers)
                    .all()
                    .get()
                    .forEach((group, offsets) -> offsets.forEach((partition, offset) -> facts.put(
                            "committed " + group + " " + partition,
                            offset == null
                                    ? "nothing"
                                    : indexAt(partition, offset.offset()) + " '" + offset.metadata() + "'")));
        }
    }

    private static List<TopicPartition> contentsOf(Map<String, TopicDescription> topics) {
        var partitions = new ArrayList<TopicPartition>();
        topics.forEach((name, topic) -> {
            if (!name.startsWith("mm2-")) {
                topic.partitions().forEach(p -> partitions.add(new TopicPartition(name, p.partition())));
            }
        });
        return partitions;
    }

    /** All records of these partitions that are there now. */
    static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read(
            KafkaCluster cluster, List<TopicPartition> partitions) {
        var records = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    records.computeIfAbsent(
                                    new TopicPartition(record.topic(), record.partition()), any -> new ArrayList<>())
                            .add(record);
                }
            }
        }
        return records;
    }

    private void contents(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> found) {
        String topic = partition.topic();
        if (topic.endsWith("checkpoints.internal")) {
            found.forEach(this::checkpoint);
        } else if (topic.equals("heartbeats") || topic.endsWith(".heartbeats")) {
            found.forEach(this::heartbeat);
        } else {
            int index = 0;
            for (ConsumerRecord<byte[], byte[]> record : committed(partition)) {
                facts.put("record " + partition + String.format(" %04d", index++), describe(record));
            }
            facts.put("aborted " + partition, String.valueOf(found.size() - index));
            List<StoredBatch> batches = StoredBatch.of(cluster, partition);
            facts.put(
                    "batches " + partition + " codec",
                    each(batches, batch -> batch.codec().name()));
            facts.put(
                    "batches " + partition + " producer",
                    each(batches, batch -> batch.producerId() < 0 ? "none" : "of an idempotent producer"));
        }
    }

    private static String each(List<StoredBatch> batches, java.util.function.Function<StoredBatch, String> what) {
        return batches.stream()
                .filter(batch -> !batch.control())
                .map(what)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean isAborted(ConsumerRecord<byte[], byte[]> record) {
        return text(record.value()).startsWith(SourceStory.ABORTED);
    }

    private static String describe(ConsumerRecord<byte[], byte[]> record) {
        String headers = Arrays.stream(record.headers().toArray())
                .map(header -> header.key() + "=" + text(header.value()))
                .collect(Collectors.joining(","));
        return text(record.key()) + " -> " + text(record.value()) + " [" + headers + "] " + record.timestamp() + " "
                + record.timestampType();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The last one for its key counts. */
    private void checkpoint(ConsumerRecord<byte[], byte[]> record) {
        Checkpoint checkpoint = Checkpoints.decode(record.key(), record.value()).orElse(null);
        if (checkpoint == null) {
            facts.put("unreadable in " + record.topic(), text(record.value()));
            return;
        }
        String of = " " + checkpoint.group() + " " + checkpoint.partition();
        facts.put(
                "checkpoint" + of,
                checkpoint.upstreamOffset() + " '" + checkpoint.metadata() + "' in " + record.topic() + "-"
                        + record.partition());
        downstream.put(of, checkpoint);
    }

    /** Which cluster wrote it to which, and that its bytes are those of a heartbeat of about then. */
    private void heartbeat(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        String source = text(key);
        String target = text(key);
        ByteBuffer value = ByteBuffer.wrap(record.value());
        short version = value.getShort();
        boolean now = Math.abs(value.getLong() - record.timestamp()) < 5_000;
        facts.put(
                "heartbeat " + record.topic() + " " + source + "->" + target,
                "version " + version + ", " + value.remaining() + " bytes more, partition " + record.partition() + ", "
                        + (now ? "of its record's time" : "of another time than its record") + ", "
                        + record.headers().toArray().length + " headers, " + record.timestampType());
    }

    private static String text(ByteBuffer bytes) {
        var utf8 = new byte[bytes.getShort()];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
