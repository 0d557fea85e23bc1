package io.twinspan.link.fake;

import io.twinspan.link.exchange.Lease;

/** A lease that counts, and fails on a release too many. Confined to one thread. */
public final class FakeLease implements Lease {
    private final int sizeBytes;
    private final Runnable returned;
    private int count = 1;

    public FakeLease() {
        this(1, () -> {});
    }

    FakeLease(int sizeBytes, Runnable returned) {
        this.sizeBytes = sizeBytes;
        this.returned = returned;
    }

    /** How many holds there are. */
    public int count() {
        return count;
    }

    @Override
    public void retain() {
        if (count <= 0) {
            throw new AssertionError("retained after the last release");
        }
        count++;
    }

    @Override
    public void release() {
        if (--count < 0) {
            throw new AssertionError("released more often than retained");
        }
        if (count == 0) {
            returned.run();
        }
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }
}
