package io.twinspan.link.lane;

/**
 * When a lane last heard where the source's log ends, and up to when it has copied all that there was. Confined to the link thread.
 *
 * <p>Implementation note. A sample says: at this time, the readable log ended here. Once the lane's position has come to that end, all
 * that was produced up to that time is copied, whatever the records' own timestamps say. Samples of the same end are one, with the
 * latest time. Where there are too many, every other one goes: what remains is true, so that the time told may be too early, never too
 * late. An answer is on its way for some time, so all is as exact as that time is short.
 */
final class Freshness {
    private static final int MOST = 64;

    private final long[] ends = new long[MOST];
    private final long[] times = new long[MOST];
    private int first;
    private int next;
    private long heardMs = -1;
    private long lostMs = -1;
    private long caughtUpMs = -1;
    private long caughtUpEnd = -1;

    /** The source said where its log ends. */
    void heard(long end, long nowMs) {
        heardMs = nowMs;
        lostMs = -1;
        while (next > first && ends[next - 1] > end) {
            next--;
        }
        if (next == first || ends[next - 1] < end) {
            makeRoom();
            ends[next++] = end;
        }
        times[next - 1] = nowMs;
    }

    /** The source said that nothing has changed. */
    void heardNothing(long nowMs) {
        if (heardMs >= 0) {
            heardMs = nowMs;
            lostMs = -1;
            if (next > first) {
                times[next - 1] = nowMs;
            } else {
                caughtUpMs = nowMs;
            }
        }
    }

    /** The source did not answer, or not with where its log ends. */
    void lost(long nowMs) {
        if (heardMs >= 0 && lostMs < 0) {
            lostMs = nowMs;
        }
    }

    private void makeRoom() {
        if (next < MOST) {
            return;
        }
        int kept = 0;
        // All that are left, if the first ones are done with; else the newest, and every other one before it.
        int step = first > 0 ? 1 : 2;
        for (int i = first > 0 ? first : (next - 1) % step; i < next; i += step) {
            ends[kept] = ends[i];
            times[kept] = times[i];
            kept++;
        }
        first = 0;
        next = kept;
    }

    /** When the source last said where its log ends, -1 if never. */
    long heardMs() {
        return heardMs;
    }

    /** Since when it does not, -1 if it does. */
    long lostMs() {
        return lostMs;
    }

    /** Up to when all is copied that there was, given the position; -1 if that is not known. */
    long caughtUpMs(long position) {
        while (next > first && ends[first] <= position) {
            caughtUpEnd = ends[first];
            caughtUpMs = times[first++];
        }
        // A target that lost records sets the lane back behind what it had copied.
        return position < caughtUpEnd ? -1 : caughtUpMs;
    }
}
