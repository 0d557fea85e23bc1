package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Lease;
import java.nio.ByteBuffer;

/** A counted hold on a buffer of a {@link BufferPool}. Confined to the link thread. */
final class PooledLease implements Lease {
    private final BufferPool pool;
    private final ByteBuffer buffer;
    private int count = 1;

    PooledLease(BufferPool pool, ByteBuffer buffer) {
        this.pool = pool;
        this.buffer = buffer;
    }

    @Override
    public void retain() {
        checkHeld("retained");
        count++;
    }

    @Override
    public void release() {
        checkHeld("released");
        if (--count == 0) {
            pool.release(buffer);
        }
    }

    @Override
    public int sizeBytes() {
        return buffer.capacity();
    }

    private void checkHeld(String what) {
        if (count <= 0) {
            throw new IllegalStateException("a receive buffer of " + buffer.capacity() + " bytes was " + what
                    + " after its last release; its bytes may be another answer's by now");
        }
    }
}
