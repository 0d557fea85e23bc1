package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads all of an internal topic of the target that the connector has created. Confined to one thread. */
public final class PositionsReader implements PositionsReading {
    private final String topic;
    private final boolean isOptional;
    private final ClusterErrors errors;
    private final TopicReader reader;

    /**
     * Begins to read.
     *
     * @param client a consumer's configuration
     * @param sink gets every record, in the order of its partition
     */
    public PositionsReader(
            String topic,
            Map<String, Object> client,
            ClusterErrors errors,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        this(topic, client, errors, sink, false);
    }

    /** @param isOptional whether a topic that is not there counts as an empty one */
    PositionsReader(
            String topic,
            Map<String, Object> client,
            ClusterErrors errors,
            Consumer<ConsumerRecord<byte[], byte[]>> sink,
            boolean isOptional) {
        this.topic = topic;
        this.isOptional = isOptional;
        this.errors = errors;
        this.reader = new TopicReader(topic, client, errors, sink::accept);
    }

    @Override
    public boolean advance(Duration atMost) {
        if (reader.partitions() > 0) {
            return reader.advance(atMost);
        }
        int count = reader.count(atMost);
        if (count == 0 && isOptional) {
            return true;
        }
        if (count == 0) {
            throw new TransientFailure("Cluster " + errors.alias() + " has no topic " + topic
                    + ". The connector creates it; if it was deleted, restart the connector.");
        }
        reader.addAll(count);
        return false;
    }

    @Override
    public int partitions() {
        return reader.partitions();
    }

    @Override
    public void close() {
        reader.close();
    }
}
