package io.twinspan.model.wire;

import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.ControlRecord.Unknown;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the control topic. Thread-safe: pure functions.
 *
 * <pre>
 *  order   key    version(1)=1  kind(1)=1  topic(text)  partition(v)
 *          value  version(1)=1  time(8)  what(text)
 *  hold    key    version(1)=1  kind(1)=2
 *          value  version(1)=1  level: 0 free, 1 quiet, 2 held (1)  time(8)  operation(text)  reason(text)
 * </pre>
 *
 * <p>Texts and (v) as in {@link PositionRecords}.
 */
public final class ControlRecords {
    private static final int VERSION = 1;
    private static final int LANE_ORDER = 1;
    private static final int LINK_HOLD = 2;

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

    /** The key of what holds a link, or lets it go. */
    public static byte[] encodeKey(LinkHold hold) {
        return new WireWriter().int8(VERSION).int8(LINK_HOLD).toBytes();
    }

    public static byte[] encodeValue(LinkHold hold) {
        return new WireWriter()
                .int8(VERSION)
                .int8(hold.level().number())
                .int64(hold.timeMs())
                .string(hold.operation())
                .string(hold.reason())
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
            ControlRecord record = switch (kind) {
                case LANE_ORDER -> order(keyIn, valueIn);
                case LINK_HOLD -> hold(valueIn);
                default -> new Unknown("its kind is " + kind);
            };
            if (!(record instanceof Unknown)) {
                keyIn.requireEnd();
                valueIn.requireEnd();
            }
            return record;
        } catch (WireReader.DamagedBytes | IllegalArgumentException e) {
            return new Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static LaneOrder order(WireReader key, WireReader value) {
        return new LaneOrder(
                key.string(), key.varint(Integer.MAX_VALUE, "the partition"), value.int64(), value.string());
    }

    private static ControlRecord hold(WireReader value) {
        int number = value.int8();
        for (Level level : Level.values()) {
            if (level.number() == number) {
                long timeMs = value.int64();
                return new LinkHold(level, value.string(), timeMs, value.string());
            }
        }
        return new Unknown("level " + number + " of a hold does not exist");
    }
}
