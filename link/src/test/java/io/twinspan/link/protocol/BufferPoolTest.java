package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool(1 << 20);

    @Test
    void givesWritableDirectBuffersOfExactlyTheSizeAsked() {
        ByteBuffer buffer = pool.tryAllocate(5_000);

        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.isReadOnly()).isFalse();
        assertThat(buffer.position()).isZero();
        assertThat(buffer.limit()).isEqualTo(5_000);
    }

    @Test
    void wastesAtMostAFifth() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            int size = 4_096 + random.nextInt(4 << 20);
            ByteBuffer buffer = new BufferPool(0).tryAllocate(size);
            assertThat(buffer.capacity()).isBetween(size, size + size / 4 + 1);
        }
    }

    @Test
    void countsWhatIsOutByItsWholeSize() {
        ByteBuffer one = pool.tryAllocate(5_000);
        ByteBuffer two = pool.tryAllocate(1);

        assertThat(pool.leasedBytes()).isEqualTo(one.capacity() + two.capacity());

        pool.release(one);
        pool.release(two);
        assertThat(pool.leasedBytes()).isZero();
        assertThat(pool.idleBytes()).isEqualTo(one.capacity() + two.capacity());
    }

    @Test
    void usesBuffersAgain() {
        ByteBuffer first = pool.tryAllocate(100_000);
        first.position(77);
        pool.release(first);

        ByteBuffer second = pool.tryAllocate(99_000);

        assertThat(second).isSameAs(first);
        assertThat(second.position()).isZero();
        assertThat(second.limit()).isEqualTo(99_000);
    }

    @Test
    void usesABufferOfUpToTwiceTheSizeBeforeItMakesOne() {
        ByteBuffer large = pool.tryAllocate(64 << 10);
        pool.release(large);

        assertThat(pool.tryAllocate(16 << 10)).isNotSameAs(large);
        assertThat(pool.tryAllocate(33 << 10)).isSameAs(large);
    }

    @Test
    void keepsNoMoreIdleThanItsBoundAndDropsWhatWasLongestUnused() {
        BufferPool small = new BufferPool(30_000);
        ByteBuffer old = small.tryAllocate(8 << 10);
        ByteBuffer other = small.tryAllocate(20 << 10);
        ByteBuffer last = small.tryAllocate(4 << 10);
        small.release(old);
        small.release(other);
        small.release(last);

        assertThat(small.idleBytes()).isEqualTo((20 << 10) + (4 << 10));
        assertThat(small.tryAllocate(8 << 10)).isNotSameAs(old);
    }

    @Test
    void ignoresBuffersThatCameFromElsewhere() {
        pool.release(ByteBuffer.allocate(10));

        assertThat(pool.leasedBytes()).isZero();
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void givesABufferBackWithTheLastReleaseOfItsLease() {
        PooledLease lease = pool.lease(pool.tryAllocate(5_000));
        lease.retain();
        lease.release();

        assertThat(pool.leasedBytes()).isEqualTo(lease.sizeBytes());

        lease.release();
        assertThat(pool.leasedBytes()).isZero();
    }

    @Test
    void refusesToTouchALeaseAfterItsLastRelease() {
        PooledLease lease = pool.lease(pool.tryAllocate(5_000));
        lease.release();

        assertThatThrownBy(lease::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(lease::retain).isInstanceOf(IllegalStateException.class);
        assertThat(pool.leasedBytes()).isZero();
    }
}
