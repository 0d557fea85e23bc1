package io.twinspan.model.wire;

import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.Unknown;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the control topic. Thread-safe: pure functions.
 *
 * <pre>
 *  key    version(1)=1  kind(1)=1  topic(text)  partition(v)
 *  value  version(1)=1  time(8)  what(text)
 * </pre>
 *
 * <p>Texts and (v) as in {@link PositionRecords}.
 */
public final class ControlRecords {
    private static final int VERSION = 1;
    private static final int LANE_ORDER = 1;

    private ControlRecords() {}

    public static byte[] encodeKey(LaneOrder order) {
        return new WireWriter()
                .int8(VERSION)
                .int8(LANE_ORDER)
                .string(order.topic())
                .varint(order.partition())
                .toBytes();
    }

    public static byte[] encodeValue(LaneOrder order) {
        return new WireWriter()
                .int8(VERSION)
                .int64(order.timeMs())
                .string(order.what())
                .toBytes();
    }

    /** The record with this key and value; it throws for no bytes whatever. */
    public static ControlRecord decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            return new Unknown("it has no " + (key == null ? "key" : "value"));
        }
        try {
            var keyIn = new WireReader(key);
            var valueIn = new WireReader(value);
            if (keyIn.int8() != VERSION || valueIn.int8() != VERSION) {
                return new Unknown("its version is not " + VERSION);
            }
            int kind = keyIn.int8();
            if (kind != LANE_ORDER) {
                return new Unknown("its kind is " + kind);
            }
            var order = new LaneOrder(
                    keyIn.string(),
                    keyIn.varint(Integer.MAX_VALUE, "the partition"),
                    valueIn.int64(),
                    valueIn.string());
            keyIn.requireEnd();
            valueIn.requireEnd();
            return order;
        } catch (WireReader.DamagedBytes | IllegalArgumentException e) {
            return new Unknown(String.valueOf(e.getMessage()));
        }
    }
}
