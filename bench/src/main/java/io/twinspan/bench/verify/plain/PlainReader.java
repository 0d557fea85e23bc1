package io.twinspan.bench.verify.plain;

import java.util.Arrays;
import java.util.Locale;

/** How both sides are read by a program that does nothing with them. Immutable. */
public enum PlainReader {
    /** The most that the brokers give. */
    FETCH(
            "bare Fetch requests (version 10) over two blocking connections a side, each with half of the partitions and answers of up to"
                    + " 12 MB, read into one buffer outside of the heap; only batch headers are looked at"),
    /** What a client program gets. */
    CONSUMER(
            "one KafkaConsumer a side in one JVM, each with a thread of its own; answers of up to 4 MB a partition, no CRCs, nothing"
                    + " deserialized; compressed batches are unpacked, as the consumer always does");

    private final String what;

    PlainReader(String what) {
        this.what = what;
    }

    /** As in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What exactly it does, for people. */
    public String what() {
        return what;
    }

    /** By its label. */
    static PlainReader of(String label) {
        return Arrays.stream(values())
                .filter(reader -> reader.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reader '" + label + "'"));
    }
}
