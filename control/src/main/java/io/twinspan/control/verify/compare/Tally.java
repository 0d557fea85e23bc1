package io.twinspan.control.verify.compare;

/** Counts while a comparison goes on; what each means is said in {@link Counts}. Confined to the thread that compares. */
final class Tally {
    long records;
    long sourceBytes;
    long targetBytes;
    long wholeBatches;
    long openedBatches;
    long controlBatches;
    long aborted;
    long otherOrigin;
    long foreign;
    long leftOut;
    long untimed;
    long sourceExpired;
    long targetExpired;
    long cleaned;
    long unproven;
    long unreadable;

    Counts counts() {
        return new Counts(
                records,
                sourceBytes,
                targetBytes,
                wholeBatches,
                openedBatches,
                controlBatches,
                aborted,
                otherOrigin,
                foreign,
                leftOut,
                untimed,
                sourceExpired,
                targetExpired,
                cleaned,
                unproven,
                unreadable);
    }
}
