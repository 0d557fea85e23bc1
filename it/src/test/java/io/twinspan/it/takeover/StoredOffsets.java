package io.twinspan.it.takeover;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Connect's source offsets in a topic, of a connector with MirrorMaker 2's name. Immutable. */
record StoredOffsets(KafkaCluster cluster, String topic) {
    private static final Pattern KEY = Pattern.compile(
            "\\[\"MirrorSourceConnector\",\\{\"cluster\":\"dc1\",\"partition\":(\\d+),\"topic\":\"([^\"]+)\"}]");
    private static final Pattern VALUE = Pattern.compile("\\{\"offset\":(\\d+)}");

    /** The last copied offset of each partition of a source topic. */
    Map<Integer, Long> byPartition(String sourceTopic) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("allow.auto.create.topics", "false");
        var offsets = new TreeMap<Integer, Long>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Matcher key = KEY.matcher(new String(record.key(), StandardCharsets.UTF_8));
                    Matcher value = VALUE.matcher(new String(record.value(), StandardCharsets.UTF_8));
                    if (key.matches() && key.group(2).equals(sourceTopic) && value.matches()) {
                        offsets.put(Integer.parseInt(key.group(1)), Long.parseLong(value.group(1)));
                    }
                }
            }
        }
        return offsets;
    }

    /** All of a topic's offsets together: grows whenever one is stored. */
    long sum(String sourceTopic) {
        return byPartition(sourceTopic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
