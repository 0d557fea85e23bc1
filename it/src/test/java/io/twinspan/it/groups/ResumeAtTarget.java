package io.twinspan.it.groups;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;

/**
 * The program of docs/how-to/move-consumers.md, between its two marks: an application that goes on at the target where its group was
 * in the source. Thread-safe: keeps nothing.
 */
final class ResumeAtTarget {

    private ResumeAtTarget() {}

    // begin of the document's program
    /** A consumer at the target, in the group, each partition at the record at which the group is in the source. */
    static KafkaConsumer<byte[], byte[]> resume(Map<String, Object> target, String sourceAlias, String group)
            throws InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> positions =
                RemoteClusterUtils.translateOffsets(target, sourceAlias, group, Duration.ofSeconds(30));

        Map<String, Object> config = new HashMap<>(target);
        config.put("group.id", group);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
        return consumer;
    }
    // end of the document's program
}
