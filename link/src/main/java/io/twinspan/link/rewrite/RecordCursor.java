package io.twinspan.link.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of an opened payload; every length is checked against the bytes that are there. Confined to the link thread.
 *
 * <pre>
 *   length (varint) │ attributes (1) │ timestampDelta (varlong) │ offsetDelta (varint) │ key  value  headers
 *                   └──────────────────────── length bytes ──────────────────────────────────────────────┘
 *   start                                                                     bodyStart            bodyEnd
 * </pre>
 *
 * <p>The body is what a rewrite copies as a block. A negative length stands for null, as in Kafka's own reader.
 */
final class RecordCursor {
    private byte[] data = new byte[0];
    private int at;
    private int end;
    private long baseOffset;

    private int start;
    private int bodyStart;
    private int bodyEnd;
    private byte attributes;
    private long timestampDelta;
    private int offsetDelta;
    private int keyStart;
    private int keyLength;
    private int valueStart;
    private int valueLength;

    /** Starts at the first record of a payload; the base offset is for error texts only. */
    void reset(byte[] payload, int from, int length, long batchBaseOffset) {
        data = payload;
        at = from;
        end = from + length;
        baseOffset = batchBaseOffset;
    }

    boolean hasNext() {
        return at < end;
    }

    /** Goes to the record that starts at this place, as {@link #start()} told. */
    void seek(int place) {
        at = place;
        next();
    }

    /** Goes to the next record. */
    void next() {
        start = at;
        int length = varint(end);
        if (length < 0 || length > end - at) {
            throw damaged("claims " + length + " bytes of " + (end - at));
        }
        int stop = at + length;
        if (length == 0) {
            throw damaged("has no bytes");
        }
        attributes = data[at++];
        timestampDelta = varlong(stop, 10);
        offsetDelta = varint(stop);
        bodyStart = at;
        skipField(stop);
        skipField(stop);
        int headers = varint(stop);
        if (headers < 0 || headers > stop - at) {
            throw damaged("claims " + headers + " headers");
        }
        for (int i = 0; i < headers; i++) {
            skipHeaderKey(stop);
            skipField(stop);
        }
        if (at != stop) {
            throw damaged("is longer than what it holds");
        }
        bodyEnd = stop;
    }

    byte[] data() {
        return data;
    }

    int start() {
        return start;
    }

    int bodyStart() {
        return bodyStart;
    }

    int bodyEnd() {
        return bodyEnd;
    }

    byte attributes() {
        return attributes;
    }

    long timestampDelta() {
        return timestampDelta;
    }

    int offsetDelta() {
        return offsetDelta;
    }

    /** The first two bytes after a version of two: the type of a control record, -1 if its key is too short. */
    int controlType() {
        at = bodyStart;
        int keyLength = varint(bodyEnd);
        int type = keyLength < 4 ? -1 : (data[at + 2] << 8) | (data[at + 3] & 0xFF);
        at = bodyEnd;
        return type;
    }

    /** Finds key and value of the record that it is at; what follows tells of them. */
    void locateFields() {
        at = bodyStart;
        keyLength = Math.max(-1, varint(bodyEnd));
        keyStart = at;
        at += Math.max(0, keyLength);
        valueLength = Math.max(-1, varint(bodyEnd));
        valueStart = at;
        at = bodyEnd;
    }

    int keyStart() {
        return keyStart;
    }

    /** The size of the key, -1 if there is none. */
    int keyLength() {
        return keyLength;
    }

    boolean hasValue() {
        return valueLength >= 0;
    }

    byte @Nullable [] key() {
        return field(keyStart, keyLength);
    }

    byte @Nullable [] value() {
        return field(valueStart, valueLength);
    }

    private byte @Nullable [] field(int from, int length) {
        return length < 0 ? null : Arrays.copyOfRange(data, from, from + length);
    }

    /** The headers, in order. */
    Headers headers() {
        at = valueStart + Math.max(0, valueLength);
        var headers = new RecordHeaders();
        int count = varint(bodyEnd);
        for (int i = 0; i < count; i++) {
            int nameLength = varint(bodyEnd);
            String name = new String(data, at, nameLength, StandardCharsets.UTF_8);
            at += nameLength;
            int length = Math.max(-1, varint(bodyEnd));
            headers.add(name, field(at, length));
            at += Math.max(0, length);
        }
        at = bodyEnd;
        return headers;
    }

    private void skipHeaderKey(int stop) {
        int length = varint(stop);
        if (length < 0 || length > stop - at) {
            throw damaged("claims " + length + " bytes of header key");
        }
        at += length;
    }

    private void skipField(int stop) {
        int length = varint(stop);
        if (length > 0) {
            if (length > stop - at) {
                throw damaged("claims a field of " + length + " bytes");
            }
            at += length;
        }
    }

    private int varint(int stop) {
        if (at < stop) {
            int b = data[at];
            if (b >= 0) {
                at++;
                return (b >>> 1) ^ -(b & 1);
            }
        }
        int raw = (int) rawVarlong(stop, 5);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private long varlong(int stop, int maxBytes) {
        long raw = rawVarlong(stop, maxBytes);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private long rawVarlong(int stop, int maxBytes) {
        long value = 0;
        for (int i = 0; i < maxBytes && at < stop; i++) {
            int b = data[at++];
            value |= (b & 0x7FL) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("has a number without end");
    }

    private DamagedBatch damaged(String what) {
        return new DamagedBatch(baseOffset, "the record at byte " + start + " of its opened payload " + what);
    }
}
