package io.twinspan.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes JSON events of 0.5 to 1 KB, the same ones for the same seed: random identifiers, names from short lists, and a comment of
 * words of which few are common and many rare, as in prose.
 *
 * <p>Confined to one thread.
 */
public final class EventGenerator {
    private static final int SHORTEST = 500;
    private static final int LONGEST = 1000;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[][] TYPES =
            all("order.created", "order.updated", "order.paid", "order.shipped", "order.cancelled", "basket.changed");
    private static final byte[][] COUNTRIES =
            all("DE", "FR", "GB", "US", "NL", "PL", "ES", "IT", "SE", "JP", "BR", "IN");
    private static final byte[][] CURRENCIES = all("EUR", "USD", "GBP", "SEK", "PLN", "JPY");
    private static final byte[][] CLIENTS =
            all("web/4.12.3", "web/4.12.4", "ios/8.1.0", "ios/8.0.2", "android/8.1.1", "partner-api/2.3", "batch/1.0");
    private static final byte[][] PLANS = all("free", "basic", "pro", "enterprise");
    private static final byte[][] WORDS = words();

    private final SplittableRandom random;
    private final byte[] text = new byte[LONGEST + 256];
    private int length;
    private long clock = 1_767_225_600_000L;

    public EventGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A key such as {@code u-00012345}. */
    public byte[] key() {
        length = 0;
        put("u-");
        number(random.nextInt(5_000_000), 8);
        return Arrays.copyOf(text, length);
    }

    /** The next event. */
    public byte[] event() {
        int wanted = SHORTEST + random.nextInt(LONGEST - SHORTEST - 12);
        clock += random.nextInt(40);
        length = 0;
        put("{\"id\":\"");
        hex(32);
        put("\",\"type\":\"");
        one(TYPES);
        put("\",\"time\":");
        number(clock, 13);
        put(",\"tenant\":\"t-");
        number(random.nextInt(200), 4);
        put("\",\"user\":{\"id\":\"u-");
        number(random.nextInt(5_000_000), 8);
        put("\",\"country\":\"");
        one(COUNTRIES);
        put("\",\"plan\":\"");
        one(PLANS);
        put("\",\"verified\":");
        put(random.nextInt(10) == 0 ? "false" : "true");
        put("},\"session\":\"");
        hex(16);
        put("\",\"client\":\"");
        one(CLIENTS);
        put("\",\"currency\":\"");
        one(CURRENCIES);
        put("\",\"items\":[");
        items(1 + random.nextInt(3));
        put("],\"comment\":\"");
        while (length < wanted) {
            word();
            put(" ");
        }
        put("\"}");
        return Arrays.copyOf(text, length);
    }

    private void items(int count) {
        for (int i = 0; i < count; i++) {
            put(i == 0 ? "{\"sku\":\"" : ",{\"sku\":\"");
            number(random.nextInt(100_000), 8);
            put("\",\"quantity\":");
            number(1 + random.nextInt(5), 1);
            put(",\"price\":");
            number(random.nextInt(90_000) + 10_000, 5);
            put(",\"discount\":0,\"gift\":false}");
        }
    }

    private void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            text[length++] = (byte) ascii.charAt(i);
        }
    }

    /** Picks the first ones most often: the square of an even distribution. */
    private void one(byte[][] choices) {
        double even = random.nextDouble();
        append(choices[(int) (even * even * choices.length)]);
    }

    private void word() {
        double even = random.nextDouble();
        append(WORDS[(int) (even * even * even * even * WORDS.length)]);
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private void hex(int digits) {
        long bits = 0;
        for (int i = 0; i < digits; i++) {
            if ((i & 15) == 0) {
                bits = random.nextLong();
            }
            text[length++] = HEX[(int) (bits & 15)];
            bits >>>= 4;
        }
    }

    private void number(long value, int digits) {
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            text[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private static byte[][] words() {
        SplittableRandom letters = new SplittableRandom(17);
        byte[][] words = new byte[1_000][];
        for (int i = 0; i < words.length; i++) {
            byte[] word = new byte[2 + letters.nextInt(9)];
            for (int j = 0; j < word.length; j++) {
                word[j] = (byte) ('a' + letters.nextInt(26));
            }
            words[i] = word;
        }
        return words;
    }

    private static byte[][] all(String... texts) {
        return Arrays.stream(texts).map(EventGenerator::ascii).toArray(byte[][]::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
