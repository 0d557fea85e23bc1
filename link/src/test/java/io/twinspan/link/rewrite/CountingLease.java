package io.twinspan.link.rewrite;

import io.twinspan.link.exchange.Lease;

/** A lease that only counts, and fails on a release too many. Confined to one thread. */
final class CountingLease implements Lease {
    private int count = 1;

    int count() {
        return count;
    }

    @Override
    public void retain() {
        count++;
    }

    @Override
    public void release() {
        if (--count < 0) {
            throw new AssertionError("released more often than retained");
        }
    }

    @Override
    public int sizeBytes() {
        return 1;
    }
}
