package io.twinspan.it.client;

import io.twinspan.client.LinkClient;
import io.twinspan.client.LocatedGroup;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The program of docs/how-to/translate-offsets.md, between its two marks: an application that goes on at the target, with the exact
 * positions of its group. Thread-safe: keeps nothing.
 */
final class GoOnAtTarget {

    private GoOnAtTarget() {}

    // begin of the document's program
    /** A consumer at the target, in the group, each partition at the first record that the group has not read in the source. */
    static KafkaConsumer<byte[], byte[]> goOn(Map<String, Object> source, Map<String, Object> target, String group) {
        Map<TopicPartition, OffsetAndMetadata> positions;
        try (LinkClient link = LinkClient.of("dc1", "dc2")
                .source(source)
                .target(target)
                .timeout(Duration.ofSeconds(10))
                .open()) {
            positions = positions(link, group);
        }
        Map<String, Object> config = new HashMap<>(target);
        config.put("group.id", group);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
        return consumer;
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(LinkClient link, String group) {
        LocatedGroup located;
        try {
            located = link.group(group);
        } catch (TransientFailure sourceIsDown) {
            // As the link translated them last.
            return link.checkpoints(group);
        }
        if (!located.isExact()) {
            throw new IllegalStateException("The link has not copied all that " + group + " has read: it would read "
                    + located.rereads() + " records again; not translated: " + located.untranslated());
        }
        return located.offsets();
    }
    // end of the document's program
}
