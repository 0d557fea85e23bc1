package io.twinspan.it.active;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What a record says of itself, in its value: which cluster and writer it comes from, and which of that writer's records of the
 * partition it is. Immutable.
 *
 * @param number counts from 0
 */
record Mark(int site, int writer, long number) {
    private static final int BYTES = 2 * Integer.BYTES + Long.BYTES;
    private static final int SHARED_KEYS = 40;

    /** A record with this mark; every other one of a compacted topic has a key of its own, the rest share a few. */
    ProducerRecord<byte[], byte[]> record(String topic, int partition, int size, boolean compacted) {
        var random = new Random(Arrays.hashCode(new long[] {site, writer, number, partition}));
        byte[] padding = new byte[1 + random.nextInt(size)];
        random.nextBytes(padding);
        byte[] value = ByteBuffer.allocate(BYTES + padding.length)
                .putInt(site)
                .putInt(writer)
                .putLong(number)
                .put(padding)
                .array();
        String key = compacted && !hasOwnKey()
                ? "shared-" + random.nextInt(SHARED_KEYS)
                : "own-" + site + "-" + writer + "-" + number;
        var record = new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add("site", new byte[] {(byte) site});
        return record;
    }

    boolean hasOwnKey() {
        return number % 2 == 0;
    }

    static Mark of(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer value = ByteBuffer.wrap(record.value());
        return new Mark(value.getInt(), value.getInt(), value.getLong());
    }

    /** A hash of all that a reader sees of a record but where it is. */
    static long hash(ConsumerRecord<byte[], byte[]> record) {
        long hash = 31 * record.timestamp() + Arrays.hashCode(record.key());
        hash = 31 * hash + Arrays.hashCode(record.value());
        for (Header header : record.headers()) {
            hash = 31 * hash + header.key().hashCode();
            hash = 31 * hash + Arrays.hashCode(header.value());
        }
        return hash;
    }
}
