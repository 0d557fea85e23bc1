package io.twinspan.control.cluster;

import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends records to topics of a cluster, and returns when they are durable. Confined to one thread; every step is bounded in time. */
public final class TopicWriter implements AutoCloseable {
    private final ClusterAccess cluster;
    private final Duration limit;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Connects to nothing yet.
     *
     * @param clientId what the cluster's operators see
     * @throws TransientFailure if its addresses cannot be found
     */
    public TopicWriter(ClusterAccess cluster, String clientId, Duration limit) {
        this.cluster = cluster;
        this.limit = limit;
        Map<String, Object> config = cluster.client(clientId, limit);
        int millis = Math.toIntExact(limit.toMillis());
        config.put("acks", "all");
        config.put("linger.ms", "0");
        config.put("max.block.ms", millis);
        config.put("delivery.timeout.ms", millis);
        try {
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw failure("preparing to write", e);
        }
    }

    /**
     * How many partitions a topic has.
     *
     * @throws TransientFailure if the cluster does not tell; its cause says why
     */
    public int partitions(String topic) {
        try {
            return producer.partitionsFor(topic).size();
        } catch (KafkaException e) {
            throw failure("looking at " + topic, e);
        }
    }

    /**
     * Appends records, and waits until all are durable; if it fails, some may be.
     *
     * @param what what this is, for people: "storing the decision"
     * @return their offsets, in the order of the records
     * @throws TransientFailure if one of them could not be appended; its cause says why
     */
    public List<Long> append(String what, List<ProducerRecord<byte[], byte[]>> records) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        try {
            records.forEach(record -> sent.add(producer.send(record)));
            var offsets = new ArrayList<Long>();
            for (Future<RecordMetadata> one : sent) {
                offsets.add(one.get(limit.toMillis(), TimeUnit.MILLISECONDS).offset());
            }
            return offsets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(what + " was interrupted; a part may be stored", e);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw failure(what, e);
        }
    }

    private TransientFailure failure(String what, Throwable cause) {
        return new TransientFailure(
                what + " on " + cluster + " failed: " + cause.getMessage()
                        + ". The principal of the file needs WRITE and DESCRIBE on the topic.",
                cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
