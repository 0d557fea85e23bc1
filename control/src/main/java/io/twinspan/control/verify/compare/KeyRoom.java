package io.twinspan.control.verify.compare;

/** How many keys may be open in all comparisons of a run together, which bounds their memory. Thread-safe. */
public final class KeyRoom {
    private long left;

    public KeyRoom(long keys) {
        this.left = keys;
    }

    synchronized boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    synchronized void giveBack(long keys) {
        left += keys;
    }
}
