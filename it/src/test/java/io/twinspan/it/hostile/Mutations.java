package io.twinspan.it.hostile;

import io.twinspan.testkit.sim.scenario.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes and texts in the ways in which they get damaged, and in worse ones. Confined to one test. */
final class Mutations {
    private static final List<String> ODD_LINES = List.of(
            "",
            "=",
            "\\",
            "\\u12",
            "\\uD800\\uD800",
            "clusters =",
            "clusters = dc1, dc1, , dc2,,",
            "clusters = ${file:/no/such:file}",
            "dc1->dc2->dc3.enabled = true",
            "->.enabled = true",
            "dc1->dc1.enabled = true",
            "dc1->.topics = .*",
            "dc1->dc2.topics = ((((((((((a+)+)+)+)+)+)+)+)+)+$",
            "dc1->dc2.topics = [",
            "tasks.max = 99999999999999999999",
            "tasks.max = -1",
            "refresh.topics.interval.seconds = 9223372036854775807",
            "replication.factor = 1e9",
            "link.memory.bytes = 0x7fffffff",
            "config.providers = a,,b,${c}",
            "config.providers.a.class = java.lang.Runtime",
            "dc2.bootstrap.servers = ${${${${env:A}}}}",
            "dc2.bootstrap.servers = :::::",
            "dc2.security.protocol = ${odd:never}",
            "dc2.ssl.keystore.password = ${odd:throws}",
            "dc1.bootstrap.servers = a:99999999",
            "replication.policy.class = java.lang.String",
            "replication.policy.separator = ",
            "\u0000\u0000 = \u0000",
            "dc1.client.id = \u001b[31m");

    private static final long[] ODD_NUMBERS = {
        0,
        -1,
        1,
        Byte.MAX_VALUE,
        Short.MIN_VALUE,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 62
    };

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** The seeds of a test: so many, or as told by {@code -Dseeds} or {@code -Dseed}. */
    static long[] seeds(int usual) {
        return Seeds.first(Integer.getInteger("seeds", usual));
    }

    Random random() {
        return random;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    long oddNumber() {
        return ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
    }

    byte[] bytes(int most) {
        var bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One to four damages, one after another. */
    byte[] damaged(byte[] whole) {
        byte[] bytes = whole;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = damagedOnce(bytes);
        }
        return bytes;
    }

    private byte[] damagedOnce(byte[] whole) {
        if (whole.length == 0) {
            return bytes(8);
        }
        byte[] bytes = whole.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
            }
            case 4 -> {
                // A number of seven bits a byte that is as large as it can be.
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(10)), (byte) 0xff);
            }
            case 5 -> {
                if (bytes.length - at >= Long.BYTES) {
                    ByteBuffer.wrap(bytes).putLong(at, oddNumber());
                }
            }
            case 6 -> {
                if (bytes.length - at >= Integer.BYTES) {
                    ByteBuffer.wrap(bytes).putInt(at, (int) oddNumber());
                }
            }
            default -> {
                var out = new ByteArrayOutputStream();
                out.write(bytes, 0, at);
                out.writeBytes(bytes(12));
                out.write(bytes, at, bytes.length - at);
                return out.toByteArray();
            }
        }
        return bytes;
    }

    /** A text with some of its lines damaged, lost, doubled, joined or replaced. */
    String damagedLines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(lines.size());
            switch (random.nextInt(8)) {
                case 0 -> lines.set(at, latin(damaged(lines.get(at).getBytes(StandardCharsets.ISO_8859_1))));
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.set(at, lines.get(at) + "\\");
                case 3 -> lines.set(at, lines.get(at).repeat(1 + random.nextInt(200)));
                case 4 ->
                    lines.set(
                            at,
                            lines.get(at).substring(random.nextInt(lines.get(at).length() + 1)));
                case 5 -> {
                    if (lines.size() > 1) {
                        lines.remove(at);
                    }
                }
                default -> lines.add(at, any(ODD_LINES));
            }
        }
        return String.join(random.nextInt(4) == 0 ? "\r" : "\n", lines);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
