package io.twinspan.bench.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of topic to replicate. Immutable. */
public enum Workload {
    /** Well-filled lz4 batches. */
    LZ4("lz4", 1, 131_072, 50),
    /** Well-filled zstd batches. */
    ZSTD("zstd", 1, 131_072, 50),
    /** Well-filled batches without compression. */
    NONE("none", 1, 131_072, 50),
    /** lz4 batches of 1 to 4 records, as producers write them that do not wait. */
    TINY("lz4", 0.12, 1_600, 0),
    /** lz4 in transactions of 200 records, every third of which is aborted. */
    TXN("lz4", 0.12, 131_072, 50);

    private final String codec;
    private final double share;
    private final int batchBytes;
    private final int lingerMs;

    Workload(String codec, double share, int batchBytes, int lingerMs) {
        this.codec = codec;
        this.share = share;
        this.batchBytes = batchBytes;
        this.lingerMs = lingerMs;
    }

    /** The producer's {@code compression.type}. */
    public String codec() {
        return codec;
    }

    /** How large the topic is on the wire, where the large ones are 1. */
    public double share() {
        return share;
    }

    int batchBytes() {
        return batchBytes;
    }

    /** The producer's buffer: what is in it when the topic is large enough comes on top. */
    long bufferBytes() {
        return share == 1 ? 32L << 20 : 2L << 20;
    }

    int lingerMs() {
        return lingerMs;
    }

    /** Whether the topic has aborted data, which only a reader of committed data leaves out. */
    public boolean transactional() {
        return this == TXN;
    }

    /** The topic's name in the source cluster. */
    public String topic() {
        return "bench-" + label();
    }

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By the name on the command line. */
    public static Workload of(String label) {
        return Arrays.stream(values())
                .filter(w -> w.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic '" + label + "'; there are "
                        + Arrays.stream(values()).map(Workload::label).collect(Collectors.joining(", "))));
    }
}
