package io.twinspan.testkit.load;

import io.twinspan.testkit.record.RecordGenerator;
import java.util.HashMap;
import java.util.Map;

/**
 * What one producer of a {@link Load} writes without end. Immutable.
 *
 * @param perSecond records per second
 * @param transactional whether it writes transactions, of which some abort
 * @param producer settings of its producer
 */
public record Stream(
        String topic,
        int partitions,
        RecordGenerator records,
        int perSecond,
        boolean transactional,
        Map<String, Object> producer) {

    public Stream {
        producer = Map.copyOf(producer);
    }

    /** Without transactions: every offset of such a topic is a record. */
    public static Stream plain(
            String topic,
            int partitions,
            RecordGenerator records,
            int perSecond,
            String codec,
            Map<String, Object> more) {
        var producer = new HashMap<>(more);
        producer.put("compression.type", codec);
        return new Stream(topic, partitions, records, perSecond, false, producer);
    }

    /** With transactions; the id must be no other stream's. */
    public static Stream transactional(
            String topic, int partitions, RecordGenerator records, int perSecond, String transactionalId) {
        return new Stream(
                topic,
                partitions,
                records,
                perSecond,
                true,
                Map.of("transactional.id", transactionalId, "compression.type", "lz4", "linger.ms", 5));
    }
}
