package io.twinspan.link.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** Makes records of every shape from a seed. Confined to one thread. */
final class Samples {
    private static final String WORDS = "order event user 4711 created shipped {\"id\":\"amount\"} ";

    private final Random random;

    Samples(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** Records with every kind of key, value, header and timestamp. */
    List<SimpleRecord> records(int count) {
        return records(count, 200);
    }

    List<SimpleRecord> records(int count, int maxBytes) {
        var records = new ArrayList<SimpleRecord>();
        long timestamp = 1_700_000_000_000L;
        for (int i = 0; i < count; i++) {
            timestamp += random.nextInt(20_000) - 5_000;
            long shown = random.nextInt(12) == 0 ? -1 : timestamp;
            records.add(new SimpleRecord(shown, field(30), field(maxBytes), headers()));
        }
        return records;
    }

    /** Records for formats that know no headers. */
    List<SimpleRecord> headerless(int count) {
        var records = new ArrayList<SimpleRecord>();
        for (SimpleRecord record : records(count)) {
            records.add(new SimpleRecord(record.timestamp(), record.key(), record.value()));
        }
        return records;
    }

    private Header[] headers() {
        var headers = new Header[random.nextInt(3) == 0 ? random.nextInt(4) : 0];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = new RecordHeader("h" + random.nextInt(2), field(10));
        }
        return headers;
    }

    byte @Nullable [] field(int maxBytes) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> noise(random.nextInt(maxBytes));
            default -> text(random.nextInt(maxBytes));
        };
    }

    /** Bytes that do not compress. */
    byte[] noise(int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    /** Bytes that compress. */
    byte[] text(int bytes) {
        var text = new StringBuilder();
        while (text.length() < bytes) {
            text.append(WORDS, 0, 1 + random.nextInt(WORDS.length() - 1));
        }
        return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
