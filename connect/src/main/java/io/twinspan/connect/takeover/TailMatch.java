package io.twinspan.connect.takeover;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds where a source partition continues what its copy in the target ends with. Confined to one thread.
 *
 * <pre>
 *  target  ... r47 r48 r49 r50 r51 │ end           written by MirrorMaker 2
 *  source  ... r47 r48 r49 r50 r51 r52 r53 ...
 *                      │           └ the start: r52
 *                      └ what MirrorMaker 2 stored last: it was killed before it stored more
 * </pre>
 *
 * <p>Every place at or after the stored offset could be the start. The one before which the source agrees longest with the target's
 * end is taken, up to {@link #WINDOW} records; of equal ones the first, so that where records cannot be told from one another some
 * are copied again rather than left out. Looking at records before the stored offset, too, keeps a run of equal records from
 * looking like progress; looking for the longest agreement sees through records that MirrorMaker 2 itself wrote twice.
 */
final class TailMatch {
    /** How many records of the target's end are compared: enough to be no accident. */
    static final int WINDOW = 200;

    /** How many source records after the stored offset are looked at; MirrorMaker 2 stores its offset every minute. */
    static final long MOST = 10_000_000;

    private final long stored;
    private final LastPrints target = new LastPrints(WINDOW);
    private final LastPrints source = new LastPrints(WINDOW);
    private boolean reachedStored;
    private long read;
    private int best;
    private long start;
    private long beyond;

    /**
     * @param stored the source offset after the last one that MirrorMaker 2 stored as copied
     */
    TailMatch(long stored) {
        this.stored = stored;
        this.start = stored;
    }

    /** The next of the target's last records. */
    void target(ConsumerRecord<byte[], byte[]> record) {
        target.add(record, true);
    }

    /** The next source record, from {@link #WINDOW} offsets before the stored one on; false once no more are needed. */
    boolean source(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < stored) {
            source.add(record, false);
            return true;
        }
        if (atStored()) {
            return false;
        }
        source.add(record, false);
        read++;
        consider(record.offset() + 1);
        return !isCertain() && read < MOST;
    }

    /** There are no more source records. */
    void sourceEnded() {
        atStored();
    }

    private boolean atStored() {
        if (!reachedStored) {
            reachedStored = true;
            consider(stored);
        }
        return isCertain();
    }

    private void consider(long place) {
        int common = target.commonEnd(source);
        if (common > best) {
            best = common;
            start = place;
            beyond = read;
        }
    }

    private boolean isCertain() {
        return best == target.size();
    }

    /** The source offset to go on at. */
    long start() {
        return start;
    }

    /** How many records the target holds beyond what was stored. */
    long beyond() {
        return beyond;
    }

    /** Whether the target's end was found in the source at all. */
    boolean isFound() {
        return best > 0;
    }
}
