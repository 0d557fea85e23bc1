package io.twinspan.link;

import org.jspecify.annotations.Nullable;

/** A stretch of one partition's log that is read batch by batch, in offset order. Confined to the thread of its {@link BatchScan}. */
public interface ScannedLog {

    /** Stands for wherever the log ends when it is read. */
    long LOG_END = Long.MAX_VALUE;

    /** The next batch, which stays the log's until it is removed; null if none is there now. */
    @Nullable
    ScannedBatch peek();

    /** Takes the next batch, which must be there; the caller releases it. */
    ScannedBatch remove();

    /** Whether all of the stretch was taken. */
    boolean isAtEnd();

    /** Below this offset everything was taken, or is not there. */
    long position();

    /** The first offset that the log still has, as last told. */
    long logStart();

    /** Goes on up to this offset, exclusive; one that lies before the present end changes nothing. */
    void readTo(long end);

    /** Why it cannot be read, for people; empty if it can. */
    String failure();

    /** Ends reading, and gives back what was not taken. */
    void close();
}
