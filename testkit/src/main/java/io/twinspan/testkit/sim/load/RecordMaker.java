package io.twinspan.testkit.sim.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * Makes records of all shapes: null and repeated keys, tombstones, empty values, no headers or several of one name, null header
 * values. No two are equal. Confined to the world's thread.
 */
public final class RecordMaker {
    private static final int KEYS = 12;

    private final Random random;
    private final boolean keyed;
    private long made;

    /** A maker; {@code keyed} gives every record a key, as a compacted topic demands. */
    public RecordMaker(Random random, boolean keyed) {
        this(random, keyed, 0);
    }

    /** The same, for records that differ from those of makers with another number. */
    public RecordMaker(Random random, boolean keyed, int number) {
        this.random = random;
        this.keyed = keyed;
        this.made = (long) number << Integer.SIZE;
    }

    /** The next records, of at most {@code maxValueBytes} each beside their number. */
    public SimpleRecord[] next(int count, int maxValueBytes, long timestamp) {
        var records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = next(maxValueBytes, timestamp + i);
        }
        return records;
    }

    private SimpleRecord next(int maxValueBytes, long timestamp) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(++made).array();
        byte[] key = keyed || random.nextInt(4) > 0
                ? ("key-" + random.nextInt(KEYS)).getBytes(StandardCharsets.UTF_8)
                : null;
        var headers = new ArrayList<Header>();
        byte[] value = null;
        int shape = random.nextInt(10);
        if (shape < 2) {
            value = shape == 0 ? null : new byte[0];
            headers.add(new RecordHeader("n", number));
        } else {
            value = new byte[Long.BYTES + random.nextInt(maxValueBytes + 1)];
            random.nextBytes(value);
            System.arraycopy(number, 0, value, 0, number.length);
        }
        if (random.nextInt(3) == 0) {
            headers.addAll(extra());
        }
        return new SimpleRecord(timestamp, key, value, headers.toArray(new Header[0]));
    }

    private List<Header> extra() {
        return List.of(
                new RecordHeader("trace", new byte[] {(byte) random.nextInt(), (byte) random.nextInt()}),
                new RecordHeader("empty", (byte[]) null),
                new RecordHeader("trace", new byte[] {(byte) random.nextInt()}));
    }
}
