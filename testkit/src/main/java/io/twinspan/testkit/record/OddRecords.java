package io.twinspan.testkit.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Records as a careless copy would get them wrong: absent and empty keys and values, headers that repeat a key, that have
 * no value, and whose order matters, timestamps that run backwards, bytes that are no text.
 *
 * <p>Every combination comes up within a few hundred records.
 *
 * <p>Immutable.
 */
public final class OddRecords implements RecordGenerator {

    private static final int MOST_BYTES = 400;

    private final long seed;
    private final long firstTimestamp;

    private OddRecords(long seed, long firstTimestamp) {
        this.seed = seed;
        this.firstTimestamp = firstTimestamp;
    }

    /** A sequence of odd records, about an hour old. */
    public static OddRecords of(long seed) {
        return new OddRecords(seed, System.currentTimeMillis() - 3_600_000);
    }

    @Override
    public Content at(long index) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
        long timestamp = firstTimestamp + index + random.nextInt(2000) - 1000;
        return new Content(timestamp, part(random), part(random), headers(random));
    }

    private static byte @Nullable [] part(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> new byte[0];
            default -> bytes(random, 1 + random.nextInt(MOST_BYTES));
        };
    }

    private static List<Header> headers(SplittableRandom random) {
        List<Header> headers = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            // Few names, so that they repeat; the order of the rest is random.
            String name = "header-" + random.nextInt(3);
            headers.add(new RecordHeader(name, part(random)));
        }
        if (random.nextInt(10) == 0) {
            headers.add(new RecordHeader("", "no name".getBytes(StandardCharsets.UTF_8)));
        }
        return headers;
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
