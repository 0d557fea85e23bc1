package io.twinspan.testkit.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Records of one size, half of it random and half not, so that they compress by about two: a few bytes or a megabyte.
 *
 * <p>Immutable.
 *
 * @param seed names the sequence
 * @param valueBytes the length of every value
 * @param keys how many different keys there are
 * @param firstTimestamp that of record 0; each next one is a millisecond younger
 */
public record SizedRecords(long seed, int valueBytes, int keys, long firstTimestamp) implements RecordGenerator {

    /** A sequence of which the first record is an hour old. */
    public static SizedRecords of(long seed, int valueBytes, int keys) {
        return new SizedRecords(seed, valueBytes, keys, System.currentTimeMillis() - 3_600_000);
    }

    @Override
    public Content at(long index) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
        byte[] value = new byte[valueBytes];
        byte[] half = new byte[valueBytes / 2];
        random.nextBytes(half);
        System.arraycopy(half, 0, value, 0, half.length);
        String key = "key-" + random.nextInt(keys);
        return new Content(firstTimestamp + index, key.getBytes(StandardCharsets.UTF_8), value, List.of());
    }
}
