package io.twinspan.link.lane;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.rewrite.RecordHashes;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a lane's own batches in the target say, from just below its confirmed target offset to the end: one entry for each record
 * that was appended after that offset, in order. Confined to the link thread; filled by {@link #read}, then only read.
 *
 * <p>An entry whose record cannot be read, because the target's retention or cleaner took it, is a <em>wildcard</em>: the sequence
 * numbers around it say that it was appended.
 */
public final class Tail {
    private static final int SEQUENCE_HALF = 1 << 30;

    private final LaneId lane;
    private final long from;
    private final Map<Integer, Long> appended;
    /** What lies below is counted already. */
    private long floor;

    private int size;
    private int[] origins = new int[16];
    private long[] offsets = new long[16];
    private long[] hashes = new long[16];
    private boolean[] wild = new boolean[16];
    private long position;
    private boolean started;
    private boolean begunByAnother;

    /**
     * @param from the confirmed target offset: what lies at or above it is new. It may lie within a batch: {@link Alignment} confirms the
     *     source's batches one by one, and several of them may have been merged into one
     * @param appended the counts at {@code from}
     */
    Tail(LaneId lane, long from, Map<Integer, Long> appended) {
        this.lane = lane;
        this.from = from;
        this.floor = from;
        this.appended = new TreeMap<>(appended);
        this.position = Math.max(0, from - 1);
    }

    /** The target offset to read next. */
    public long position() {
        return position;
    }

    /** Tells where the target's log begins; what was appended below it can only be counted. */
    public void logStartsAt(long first) {
        if (!started && first > from && appended.size() == 1) {
            int origin = appended.keySet().iterator().next();
            for (long offset = from; offset < first; offset++) {
                addWild(origin, offset);
            }
            appended.merge(origin, first - from, Long::sum);
            floor = first;
        }
        started = true;
        position = Math.max(position, first);
    }

    /** Reads fetched batches of the target, which may begin below {@link #position} and end with an incomplete one. */
    public void read(ByteBuffer records) {
        int at = records.position();
        while (records.limit() - at >= Batch.HEADER_BYTES) {
            int size = Batch.sizeBytes(records, at);
            if (size > records.limit() - at) {
                break;
            }
            if (Batch.magic(records, at) == 2) {
                readBatch(records, at, size);
            }
            position = Math.max(position, Batch.lastOffset(records, at) + 1);
            at += size;
        }
    }

    private void readBatch(ByteBuffer records, int at, int size) {
        long producerId = Batch.producerId(records, at);
        if (!ProducerIds.isOurs(producerId)) {
            return;
        }
        int origin = ProducerIds.origin(producerId);
        if (producerId != ProducerIds.of(origin, lane)) {
            return;
        }
        if (Batch.lastOffset(records, at) < floor) {
            proveLast(records, at, origin);
            return;
        }
        long base = Batch.baseOffset(records, at);
        int counted = (int) Math.max(0, floor - base);
        long expected = appended.getOrDefault(origin, 0L);
        int sequence = ProducerIds.sequence((long) Batch.baseSequence(records, at) + counted);
        int ahead = distance(sequence, ProducerIds.sequence(expected));
        if (appended.isEmpty() && ahead + counted > 0) {
            begunByAnother = true;
            return;
        }
        // Nothing can be missing between two records of one batch.
        if (ahead < 0 || (counted > 0 && ahead > 0)) {
            throw new Inconsistent("target batch at offset " + base + " of lane " + lane + " has sequence " + sequence
                    + (counted > 0 ? " at offset " + floor : "") + " where " + ProducerIds.sequence(expected)
                    + (counted > 0 ? "" : " or more") + " should follow; " + cure());
        }
        for (int i = ahead; i > 0; i--) {
            addWild(origin, Math.max(from, base - i));
        }
        addRecords(records, at, size, base + counted);
        appended.put(origin, expected + ahead + Batch.lastOffsetDelta(records, at) + 1 - counted);
    }

    /** One entry for each of the batch's offsets from this one on. */
    private void addRecords(ByteBuffer records, int at, int bytes, long first) {
        int origin = ProducerIds.origin(Batch.producerId(records, at));
        int before = size;
        // A target that stamps records with its own time keeps no time to compare: such records count, uncompared.
        if (Batch.recordCount(records, at) > 0 && !Batch.isLogAppendTime(records, at)) {
            ByteBuffer batch =
                    records.duplicate().limit(at + bytes).position(at).slice();
            RecordHashes.forEach(batch, (offset, hash) -> {
                if (offset >= first) {
                    fillTo(origin, first, before, offset);
                    addRecord(origin, offset, hash);
                }
            });
        }
        fillTo(origin, first, before, Batch.lastOffset(records, at) + 1);
    }

    /** The cleaner may have taken records out of a batch; its sequence numbers still count them. */
    private void fillTo(int origin, long base, int before, long offset) {
        while (base + (size - before) < offset) {
            addWild(origin, base + (size - before));
        }
    }

    private void proveLast(ByteBuffer records, int at, int origin) {
        if (Batch.lastOffset(records, at) != from - 1) {
            return;
        }
        if (appended.isEmpty()) {
            begunByAnother = true;
            return;
        }
        int last = ProducerIds.sequence((long) Batch.baseSequence(records, at) + Batch.lastOffsetDelta(records, at));
        int expected = ProducerIds.sequence(Math.max(0, appended.getOrDefault(origin, 0L) - 1));
        if (last != expected) {
            throw new Inconsistent("the last record of lane " + lane + " in the target, at offset " + (from - 1)
                    + ", has sequence " + last + ", but the stored position says " + expected + "; " + cure());
        }
    }

    private static String cure() {
        return "the target is not what this lane wrote, so nothing more is copied into it; compare the two partitions, then"
                + " set the lane's position anew (alter its offset) to begin a new generation";
    }

    private static int distance(int sequence, int expected) {
        int ahead = ProducerIds.sequence((long) sequence - expected + (1L << 31));
        return ahead >= SEQUENCE_HALF ? -1 : ahead;
    }

    private void addWild(int origin, long offset) {
        add(origin, offset, 0, true);
    }

    private void addRecord(int origin, long offset, long hash) {
        add(origin, offset, hash, false);
    }

    private void add(int origin, long offset, long hash, boolean isWild) {
        if (size == offsets.length) {
            int grown = size * 2;
            origins = Arrays.copyOf(origins, grown);
            offsets = Arrays.copyOf(offsets, grown);
            hashes = Arrays.copyOf(hashes, grown);
            wild = Arrays.copyOf(wild, grown);
        }
        origins[size] = origin;
        offsets[size] = offset;
        hashes[size] = hash;
        wild[size] = isWild;
        size++;
    }

    /** Whether the target holds batches of the lane from before its start: another owner has begun it too, and was first. */
    boolean isBegunByAnother() {
        return begunByAnother;
    }

    /** How many records were appended at or after the confirmed offset. */
    public int size() {
        return size;
    }

    int origin(int i) {
        return origins[i];
    }

    long offset(int i) {
        return offsets[i];
    }

    /** Whether entry {@code i} can stand for a record of this origin and hash. */
    boolean matches(int i, int origin, long hash) {
        return origins[i] == origin && (wild[i] || hashes[i] == hash);
    }
}
