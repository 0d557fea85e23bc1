package io.twinspan.link.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.memory.MemoryPool;
import org.jspecify.annotations.Nullable;

/**
 * Direct receive buffers that are used again and again. Never refuses: whoever fetches bounds what it asks for by
 * {@link #leasedBytes}, while a refusal here would also starve the small answers that lead to releases. Confined to the link thread.
 *
 * <p>Buffers come in size classes, four to each doubling, so at most a fifth of one is unused. An idle buffer up to twice the size
 * that is wanted serves too, before a new one is made: direct memory that is dropped comes back only with a garbage collection,
 * and the link makes so little garbage that there are few.
 */
final class BufferPool implements MemoryPool {
    /** No answer is larger; what claims to be comes from something that is not a Kafka listener, such as a TLS alert. */
    static final int MAX_BYTES = 256 << 20;

    private static final int MIN_SHIFT = 12;
    private static final int CLASSES_PER_DOUBLING = 4;
    private static final int CLASSES = (28 - MIN_SHIFT) * CLASSES_PER_DOUBLING + 1;

    private final List<ArrayDeque<ByteBuffer>> idle = new ArrayList<>(CLASSES);
    private final long[] lastUse = new long[CLASSES];
    private final long idleLimit;
    private long uses;
    private long idleBytes;
    private long leasedBytes;

    /** @param idleLimit bound of the bytes kept in idle buffers */
    BufferPool(long idleLimit) {
        this.idleLimit = idleLimit;
        for (int i = 0; i < CLASSES; i++) {
            idle.add(new ArrayDeque<>());
        }
    }

    @Override
    public ByteBuffer tryAllocate(int sizeBytes) {
        int wanted = classOf(sizeBytes);
        ByteBuffer buffer = takeIdle(wanted);
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(capacityOf(wanted));
        }
        leasedBytes += buffer.capacity();
        return buffer.clear().limit(sizeBytes);
    }

    private @Nullable ByteBuffer takeIdle(int wanted) {
        int last = Math.min(wanted + CLASSES_PER_DOUBLING, CLASSES - 1);
        for (int i = wanted; i <= last; i++) {
            ByteBuffer buffer = idle.get(i).poll();
            if (buffer != null) {
                lastUse[i] = ++uses;
                idleBytes -= buffer.capacity();
                return buffer;
            }
        }
        return null;
    }

    /** Takes a buffer back. Buffers that did not come from here (answers received while re-authenticating) are ignored. */
    @Override
    public void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        leasedBytes -= buffer.capacity();
        int size = classOf(buffer.capacity());
        lastUse[size] = ++uses;
        idle.get(size).push(buffer);
        idleBytes += buffer.capacity();
        while (idleBytes > idleLimit) {
            dropOne();
        }
    }

    /** Drops a buffer of the class that was longest unused, so that sizes no longer wanted make room. */
    private void dropOne() {
        int oldest = -1;
        for (int i = 0; i < CLASSES; i++) {
            if (!idle.get(i).isEmpty() && (oldest < 0 || lastUse[i] < lastUse[oldest])) {
                oldest = i;
            }
        }
        idleBytes -= idle.get(oldest).removeLast().capacity();
    }

    /** A hold with count 1 on a buffer that {@link #tryAllocate} gave. */
    PooledLease lease(ByteBuffer buffer) {
        return new PooledLease(this, buffer);
    }

    long leasedBytes() {
        return leasedBytes;
    }

    long idleBytes() {
        return idleBytes;
    }

    private static int capacityOf(int sizeClass) {
        return (CLASSES_PER_DOUBLING + sizeClass % CLASSES_PER_DOUBLING)
                << (MIN_SHIFT - 2 + sizeClass / CLASSES_PER_DOUBLING);
    }

    private static int classOf(int sizeBytes) {
        if (sizeBytes > MAX_BYTES) {
            throw new IllegalArgumentException("no answer has " + sizeBytes + " bytes");
        }
        if (sizeBytes <= 1 << MIN_SHIFT) {
            return 0;
        }
        int last = sizeBytes - 1;
        int top = 31 - Integer.numberOfLeadingZeros(last);
        return (top - MIN_SHIFT) * CLASSES_PER_DOUBLING + ((last >>> (top - 2)) & 3) + 1;
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public long availableMemory() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isOutOfMemory() {
        return false;
    }
}
