package io.twinspan.control.verify.result;

import io.twinspan.model.error.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as people look at it: shortened and printable, with hashes of what is not shown. Immutable.
 *
 * @param timestamp in milliseconds since the epoch, as readers see it
 * @param key null if it has none
 * @param value null for a tombstone
 */
public record ShownRecord(
        long offset,
        long timestamp,
        @Nullable Field key,
        @Nullable Field value,
        List<Header> headers) {
    private static final int MOST_CHARACTERS = 160;
    /** A byte is two characters, and so many bytes say enough. */
    private static final int BYTES_SHARE = 4;

    private static final int MOST_HEADERS = 5;
    private static final int MOST_IN_HEADER = 60;

    /**
     * Some bytes. Immutable.
     *
     * @param text what they say, if they are text; else their first ones as {@code 0x...}
     * @param bytes how many there are
     * @param sha256 of all of them
     */
    public record Field(String text, int bytes, String sha256) {}

    /** A header of a record; only the first few are shown. Immutable. */
    public record Header(String name, @Nullable Field value) {}

    public ShownRecord {
        headers = List.copyOf(headers);
    }

    /** A record of a log. */
    public static ShownRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new ShownRecord(
                record.offset(),
                record.timestamp(),
                field(record.key(), MOST_CHARACTERS),
                field(record.value(), MOST_CHARACTERS),
                StreamSupport.stream(record.headers().spliterator(), false)
                        .limit(MOST_HEADERS)
                        .map(header -> new Header(
                                Printable.of(header.key(), MOST_IN_HEADER), field(header.value(), MOST_IN_HEADER)))
                        .toList());
    }

    private static @Nullable Field field(byte @Nullable [] bytes, int most) {
        return bytes == null ? null : new Field(text(bytes, most), bytes.length, sha256(bytes));
    }

    private static String text(byte[] bytes, int most) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Printable.of(text, most);
        } catch (CharacterCodingException e) {
            byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, most / BYTES_SHARE));
            return "0x" + HexFormat.of().formatHex(first) + (first.length < bytes.length ? "..." : "");
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
