package io.twinspan.testkit.record;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of records of which each depends on nothing but its index, so that a run can be repeated and split.
 *
 * <p>Implementations are immutable.
 */
@FunctionalInterface
public interface RecordGenerator {

    /** The record at an index of the sequence. */
    Content at(long index);

    /** The record at an index, addressed. */
    default ProducerRecord<byte[], byte[]> record(String topic, int partition, long index) {
        Content content = at(index);
        return new ProducerRecord<>(
                topic, partition, content.timestamp(), content.key(), content.value(), content.headers());
    }

    /**
     * What a record carries; the timestamp is the producer's clock if it is absent.
     *
     * <p>Immutable by agreement: nobody writes to the arrays.
     */
    final class Content {
        private final @Nullable Long timestamp;
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;
        private final List<Header> headers;

        /** Keeps what it is given, and copies nothing. */
        public Content(@Nullable Long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
            this.timestamp = timestamp;
            this.key = key;
            this.value = value;
            this.headers = headers;
        }

        /** The record's own time, if it brings one. */
        public @Nullable Long timestamp() {
            return timestamp;
        }

        /** The key. */
        public byte @Nullable [] key() {
            return key;
        }

        /** The value. */
        public byte @Nullable [] value() {
            return value;
        }

        /** The headers, in order. */
        public List<Header> headers() {
            return headers;
        }
    }
}
