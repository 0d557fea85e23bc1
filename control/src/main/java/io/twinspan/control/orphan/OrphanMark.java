package io.twinspan.control.orphan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.cluster.CompactedTopic;
import io.twinspan.control.cluster.TopicsReader;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.ReplicationException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the orphans of one partition were replayed, as it is stored with them: text keys, JSON values. Immutable.
 *
 * @param topic of the source
 * @param topicId its id: offsets of another topic of this name mean nothing
 * @param into the topic of the target into which all were replayed; empty for the copies that lacked them
 * @param below all orphans below this offset of the source are there
 */
record OrphanMark(String topic, String topicId, int partition, String into, long below) {

    static OrphanMark of(OrphanRange range, @Nullable String into, long below) {
        TopicPartition at = range.partition();
        return new OrphanMark(at.topic(), range.topicId().toString(), at.partition(), into == null ? "" : into, below);
    }

    /** What is replayed by itself. Immutable. */
    record Key(String topic, String topicId, int partition, String into) {}

    Key key() {
        return new Key(topic, topicId, partition, into);
    }

    static Key key(OrphanRange range, @Nullable String into) {
        return of(range, into, 0).key();
    }

    ProducerRecord<byte[], byte[]> record(Scene scene) {
        return new ProducerRecord<>(
                scene.link().internal().orphans(),
                0,
                JsonText.line(key()).getBytes(UTF_8),
                JsonText.line(this).getBytes(UTF_8));
    }

    /** Makes sure that there is a place for them. */
    static void createTopic(Scene scene) {
        new CompactedTopic(
                        scene.link().target(),
                        scene.link().internal().orphans(),
                        scene.link().storageReplication())
                .create(scene.target());
    }

    /** All that are stored. */
    static Map<Key, Long> read(Scene scene) {
        var marks = new HashMap<Key, Long>();
        new TopicsReader(scene.link().target(), "twinspan-orphans", scene.clock(), scene.limit())
                .read(scene.link().internal().orphans(), record -> {
                    if (record.value() != null) {
                        try {
                            OrphanMark mark = JsonText.read(new String(record.value(), UTF_8), OrphanMark.class);
                            marks.put(mark.key(), mark.below());
                        } catch (ReplicationException e) {
                            throw new Inconsistent(
                                    "record " + record.offset() + " of topic " + record.topic() + " of "
                                            + scene.link().target().alias()
                                            + ", which says what was replayed already, cannot be read: "
                                            + e.getMessage()
                                            + ". If somebody else wrote it, have it forgotten by a record with the same key and no"
                                            + " value.",
                                    e);
                        }
                    }
                });
        return marks;
    }
}
