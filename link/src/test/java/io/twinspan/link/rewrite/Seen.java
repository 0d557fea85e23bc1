package io.twinspan.link.rewrite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/** A record as a consumer sees it, comparable by value; keys and values in hexadecimal. Immutable. */
record Seen(
        long offset,
        long timestamp,
        @Nullable String key,
        @Nullable String value,
        List<String> headers) {

    static Seen of(long offset, long timestamp, Record record) {
        var headers = new ArrayList<String>();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.add(hex(ByteBuffer.wrap(header.key().getBytes(StandardCharsets.UTF_8))) + "="
                    + (value == null ? "null" : hex(ByteBuffer.wrap(value))));
        }
        return new Seen(
                offset,
                timestamp,
                record.hasKey() ? hex(record.key()) : null,
                record.hasValue() ? hex(record.value()) : null,
                headers);
    }

    private static String hex(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
