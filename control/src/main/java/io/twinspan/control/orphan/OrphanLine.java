package io.twinspan.control.orphan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON, with nothing of it lost: {@code topic}, {@code partition}, {@code offset}, {@code timestamp}, {@code key},
 * {@code value} and {@code headers} with {@code name} and {@code value}. Bytes that are no UTF-8 are in {@code keyBase64} or
 * {@code valueBase64} instead. Thread-safe.
 */
public final class OrphanLine {
    private OrphanLine() {}

    /** Without an end of line. */
    public static String of(ConsumerRecord<byte[], byte[]> orphan) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("topic", orphan.topic());
        line.put("partition", orphan.partition());
        line.put("offset", orphan.offset());
        line.put("timestamp", orphan.timestamp());
        put(line, "key", orphan.key());
        put(line, "value", orphan.value());
        List<Map<String, @Nullable Object>> headers = new ArrayList<>();
        for (Header header : orphan.headers()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", header.key());
            put(one, "value", header.value());
            headers.add(one);
        }
        line.put("headers", headers);
        return JsonText.line(line);
    }

    private static void put(Map<String, @Nullable Object> line, String name, byte @Nullable [] bytes) {
        String text = null;
        if (bytes != null) {
            text = text(bytes);
            if (text == null) {
                line.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
                return;
            }
        }
        line.put(name, text);
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
