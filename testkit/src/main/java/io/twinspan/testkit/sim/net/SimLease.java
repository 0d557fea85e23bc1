package io.twinspan.testkit.sim.net;

import io.twinspan.link.exchange.Lease;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A checked hold on a receive buffer: a release too many is an error, and the last release fills the buffer with rubbish, so that
 * whoever still reads it shows. Confined to the world's thread.
 */
final class SimLease implements Lease {
    private static final byte RUBBISH = (byte) 0xDB;

    private final ByteBuffer buffer;
    private final Consumer<SimLease> returned;
    private int count = 1;

    SimLease(ByteBuffer buffer, Consumer<SimLease> returned) {
        this.buffer = buffer;
        this.returned = returned;
    }

    @Override
    public void retain() {
        if (count <= 0) {
            throw new IllegalStateException("a lease was retained after its last release");
        }
        count++;
    }

    @Override
    public void release() {
        if (count <= 0) {
            throw new IllegalStateException("a lease was released more often than it was retained");
        }
        count--;
        if (count == 0) {
            for (int i = 0; i < buffer.capacity(); i++) {
                buffer.put(i, RUBBISH);
            }
            returned.accept(this);
        }
    }

    @Override
    public int sizeBytes() {
        return buffer.capacity();
    }
}
