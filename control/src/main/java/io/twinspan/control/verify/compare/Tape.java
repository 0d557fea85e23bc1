package io.twinspan.control.verify.compare;

import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import io.twinspan.model.error.Inconsistent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One side's records in the order of the log: first those of batches that are opened, as a few numbers each, then batches that are not.
 * Confined to the thread that compares.
 */
final class Tape {
    /** Whose batches these are decides what becomes of them: the lane carries them, or has written them. */
    private static final byte BELONGS = 1;

    private static final byte UNTIMED = 2;
    private static final byte TOMBSTONE = 4;

    private final ScannedLog log;
    private final long from;
    private final boolean keyed;
    private final LongPredicate belongs;
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private @Nullable Damage damage;

    private long[] offsets = new long[64];
    private long[] times = new long[64];
    private long[] contents = new long[64];
    private long[] keys = new long[64];
    private byte[] flags = new byte[64];
    private int head;
    private int end;

    private long bytes;
    private long openedBatches;
    private long controlBatches;
    private long aborted;

    /** What cannot be read. Immutable. */
    record Damage(long first, long last, String text) {}

    /** A batch that is not done with: records of it, or of one before it, are left. Confined to the thread that compares. */
    private static final class Open {
        private final ScannedBatch.Kind kind;
        private final int sizeBytes;
        private final int records;
        private int left;

        Open(ScannedBatch batch, int left) {
            this.kind = batch.kind();
            this.sizeBytes = batch.sizeBytes();
            this.records = batch.records();
            this.left = left;
        }
    }

    /** What became of asking for more. */
    enum More {
        /** There are more records. */
        ADDED,
        /** They have not been read yet. */
        AWAITED,
        /** There are none, or damage lies before them. */
        NONE
    }

    /**
     * Makes a tape.
     *
     * @param from offsets below do not count
     * @param keyed whether keys are looked at
     * @param belongs by the producer id of a batch
     */
    Tape(ScannedLog log, long from, boolean keyed, LongPredicate belongs) {
        this.log = log;
        this.from = from;
        this.keyed = keyed;
        this.belongs = belongs;
    }

    // ---- records that are open

    boolean hasRecords() {
        return head < end;
    }

    int size() {
        return end - head;
    }

    /** The offset of the i-th record from the first one that is open. */
    long offset(int i) {
        return offsets[head + i];
    }

    long time(int i) {
        return times[head + i];
    }

    long content(int i) {
        return contents[head + i];
    }

    long key(int i) {
        return keys[head + i];
    }

    boolean belongs(int i) {
        return (flags[head + i] & BELONGS) != 0;
    }

    boolean isUntimed(int i) {
        return (flags[head + i] & UNTIMED) != 0;
    }

    boolean isTombstone(int i) {
        return (flags[head + i] & TOMBSTONE) != 0;
    }

    /** Is done with the first record. */
    void next() {
        head++;
        if (head == end) {
            head = 0;
            end = 0;
        }
        open.element().left--;
        while (!open.isEmpty() && open.element().left == 0) {
            done(open.remove());
        }
    }

    /** Counts a batch, exactly when nothing up to its end is left: who goes on from the position counts what comes after it. */
    private void done(Open batch) {
        bytes += batch.sizeBytes;
        switch (batch.kind) {
            case DATA -> openedBatches += batch.records > 0 ? 1 : 0;
            case CONTROL -> controlBatches++;
            case ABORTED -> aborted += batch.records;
            case DAMAGED -> throw new IllegalStateException("a damaged batch is not opened");
        }
    }

    // ---- batches that are not

    /** The next batch of records, if nothing is open before it; null if there is none now. */
    @Nullable
    ScannedBatch batch() {
        return hasRecords() || damage != null || !skipToRecords() ? null : log.peek();
    }

    /** Whether all records of a batch count. */
    boolean isWhole(ScannedBatch batch) {
        return batch.baseOffset() >= from;
    }

    /** Is done with the next batch, unopened. */
    void drop() {
        ScannedBatch batch = log.remove();
        bytes += batch.sizeBytes();
        batch.release();
    }

    /** Opens the next batch, behind what is open. */
    More more() {
        while (damage == null && skipToRecords()) {
            int had = size();
            openNext();
            if (size() > had) {
                return More.ADDED;
            }
        }
        return damage == null && !log.isAtEnd() ? More.AWAITED : More.NONE;
    }

    private void openNext() {
        ScannedBatch batch = log.remove();
        int had = size();
        try {
            byte common =
                    (byte) ((belongs.test(batch.producerId()) ? BELONGS : 0) | (batch.isBrokerTimed() ? UNTIMED : 0));
            batch.forEach(keyed, (offset, timestamp, content, key, tombstone) -> {
                if (offset >= from) {
                    add(offset, timestamp, content, key, (byte) (common | (tombstone ? TOMBSTONE : 0)));
                }
            });
        } catch (Inconsistent unreadable) {
            end = head + had;
            damage = new Damage(batch.baseOffset(), batch.lastOffset(), String.valueOf(unreadable.getMessage()));
        } finally {
            batch.release();
        }
        if (damage == null) {
            passed(batch, size() - had);
        }
    }

    private void passed(ScannedBatch batch, int left) {
        var passed = new Open(batch, left);
        if (left > 0 || !open.isEmpty()) {
            open.add(passed);
        } else {
            done(passed);
        }
    }

    private void add(long offset, long timestamp, long content, long key, byte flag) {
        if (end == offsets.length) {
            makeRoom();
        }
        offsets[end] = offset;
        times[end] = timestamp;
        contents[end] = content;
        keys[end] = key;
        flags[end] = flag;
        end++;
    }

    private void makeRoom() {
        int length = end - head;
        int room = 2 * length > offsets.length ? 2 * offsets.length : offsets.length;
        offsets = moved(offsets, room);
        times = moved(times, room);
        contents = moved(contents, room);
        keys = moved(keys, room);
        byte[] moved = new byte[room];
        System.arraycopy(flags, head, moved, 0, length);
        flags = moved;
        head = 0;
        end = length;
    }

    private long[] moved(long[] all, int room) {
        return Arrays.copyOf(Arrays.copyOfRange(all, head, end), room);
    }

    /** Whether a batch with records is next, after dropping those that have none to show. */
    private boolean skipToRecords() {
        for (ScannedBatch next = log.peek(); next != null; next = log.peek()) {
            if (next.kind() == ScannedBatch.Kind.DATA && next.records() > 0) {
                return true;
            }
            log.remove();
            if (next.kind() == ScannedBatch.Kind.DAMAGED) {
                damage = new Damage(next.baseOffset(), next.lastOffset(), next.damage());
                next.release();
                return false;
            }
            passed(next, 0);
            next.release();
        }
        return false;
    }

    /** What cannot be read, if that is what comes next; it is then passed over. */
    @Nullable
    Damage takeDamage() {
        if (hasRecords()) {
            return null;
        }
        Damage taken = damage;
        damage = null;
        return taken;
    }

    // ---- the log

    /** Whether nothing is left, and nothing more will come. */
    boolean isAtEnd() {
        return !hasRecords() && damage == null && log.isAtEnd();
    }

    /** Below this offset everything is done with. */
    long position() {
        return hasRecords() ? offset(0) : log.position();
    }

    long logStart() {
        return log.logStart();
    }

    void readTo(long newEnd) {
        log.readTo(newEnd);
    }

    /** Stored bytes of the batches that are done with. */
    long bytes() {
        return bytes;
    }

    /** Batches that were opened and are done with. */
    long openedBatches() {
        return openedBatches;
    }

    long controlBatches() {
        return controlBatches;
    }

    long aborted() {
        return aborted;
    }
}
