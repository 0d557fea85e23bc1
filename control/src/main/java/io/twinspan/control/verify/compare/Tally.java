package io.twinspan.control.verify.compare;

/** Counts while a comparison goes on; what each means is said in {@link Counts}. Confined to the thread that compares. */
final class Tally {
    private long records;
    private long wholeBatches;
    private long otherOrigin;
    private long foreign;
    private long leftOut;
    private long untimed;
    private long unmapped;
    private long sourceExpired;
    private long targetExpired;
    private long cleaned;
    private long unproven;
    private long unreadable;

    void compared(long count) {
        records += count;
    }

    void compared(long count, boolean isUntimed) {
        records += count;
        untimed += isUntimed ? count : 0;
    }

    void wholeBatch() {
        wholeBatches++;
    }

    void otherOrigin(long count) {
        otherOrigin += count;
    }

    void foreign(long count) {
        foreign += count;
    }

    void leftOut(long count) {
        leftOut += count;
    }

    void unmapped() {
        unmapped++;
    }

    void sourceExpired() {
        sourceExpired++;
    }

    void targetExpired() {
        targetExpired++;
    }

    void cleaned(long count) {
        cleaned += count;
    }

    void unproven(long count) {
        unproven += count;
    }

    void unreadable() {
        unreadable++;
    }

    /** Whether one log had records that were not to be in the other. */
    boolean hasSeenOthers() {
        return foreign + otherOrigin > 0;
    }

    /** All of it, with what the two sides have counted themselves. */
    Counts counts(Tape source, Tape target) {
        return new Counts(
                records,
                source.bytes(),
                target.bytes(),
                wholeBatches,
                target.openedBatches(),
                source.controlBatches(),
                source.aborted(),
                otherOrigin,
                foreign,
                leftOut,
                untimed,
                unmapped,
                sourceExpired,
                targetExpired,
                cleaned,
                unproven,
                unreadable);
    }
}
