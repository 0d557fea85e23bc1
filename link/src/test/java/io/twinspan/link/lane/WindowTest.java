package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.fake.FakeLease;
import io.twinspan.link.fake.Stored;
import io.twinspan.link.rewrite.Merger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int A = 1;
    private static final int B = 2;
    private static final int LARGE = 1 << 20;

    private final Window window = new Window(new Merger());
    private final List<FakeLease> leases = new ArrayList<>();

    private Parcel parcel(int origin, Stored log, long offset, int records) {
        ByteBuffer bytes = log.bytes();
        var lease = new FakeLease();
        leases.add(lease);
        var piece = new Piece(bytes, records, bytes.remaining(), origin, Spans.of(offset, records), 3, lease);
        return new Parcel(piece, offset + records, 3);
    }

    private Parcel small(int origin, long offset) {
        return parcel(origin, Stored.log().batch(offset, "value " + offset), offset, 1);
    }

    private int held() {
        return leases.stream().mapToInt(FakeLease::count).sum();
    }

    @Test
    void keepsOrderAndCounts() {
        Parcel first = small(A, 0);
        Parcel second = small(A, 1);
        window.add(first);
        window.add(second);
        assertThat(window.waitingBytes())
                .isEqualTo(first.piece().sizeBytes() + second.piece().sizeBytes());

        assertThat(window.send(false, LARGE)).isSameAs(first);
        assertThat(window.send(false, LARGE)).isSameAs(second);
        assertThat(window.waitingBytes()).isZero();
        assertThat(window.recordsInFlight()).isEqualTo(2);
        assertThat(window.landed()).isSameAs(first);
        assertThat(window.recordsInFlight()).isEqualTo(1);
    }

    @Test
    void hasOneOriginInFlightW() {
        window.add(small(A, 0));
        window.add(small(B, 1));
        window.add(small(B, 2));
        assertThat(window.maySend(5)).isTrue();
        window.send(false, LARGE);
        assertThat(window.maySend(5)).as("another origin waits").isFalse();

        window.landed();
        assertThat(window.maySend(5)).isTrue();
        window.send(false, LARGE);
        assertThat(window.maySend(1)).as("the limit").isFalse();
        assertThat(window.maySend(2)).isTrue();
    }

    @Test
    void mergesTheSmallPiecesOfOneOriginAndReleasesThem() {
        window.add(small(A, 0));
        window.add(small(A, 1));
        window.add(small(A, 5));
        window.add(small(B, 6));
        Parcel merged = window.send(true, LARGE);

        assertThat(merged.piece().records()).isEqualTo(3);
        assertThat(merged.piece().spans())
                .isEqualTo(Spans.builder().add(0, 2).add(5).build());
        assertThat(merged.sourceAfter()).isEqualTo(6);
        assertThat(merged.epochAfter()).isEqualTo(3);
        assertThat(held()).as("only what waits").isEqualTo(1);
        assertThat(window.waitingBytes()).isEqualTo(small(B, 6).piece().sizeBytes());
    }

    @Test
    void doesNotMergeALonePieceOrMoreThanFits() {
        Parcel lone = small(A, 0);
        window.add(lone);
        assertThat(window.send(true, LARGE)).isSameAs(lone);

        Parcel first = small(A, 1);
        window.add(first);
        window.add(small(A, 2));
        assertThat(window.send(true, first.piece().sizeBytes() + 1)).isSameAs(first);
    }

    @Test
    void aPieceThatCannotBeOpenedGoesAsItIs() {
        Stored torn = Stored.log().compressed().batch(0, "a", "b");
        Parcel first = parcel(A, torn, 0, 2);
        ByteBuffer bytes = first.piece().batch();
        bytes.put(70, (byte) 0x7f);
        bytes.putInt(Batch.CRC_AT, Batch.computeCrc(bytes, 0, bytes.remaining()));
        Parcel second = parcel(A, Stored.log().compressed().batch(2, "c"), 2, 1);
        window.add(first);
        window.add(second);

        assertThat(window.send(true, LARGE)).isSameAs(first);
        assertThat(window.send(true, LARGE)).isSameAs(second);
    }

    @Test
    void whatIsSkippedIsDoneWithWhenTheLastPieceBeforeItIs() {
        assertThat(window.skippedTo(9, 4)).isTrue();
        Parcel first = small(A, 10);
        Parcel second = small(A, 11);
        window.add(first);
        window.send(false, LARGE);
        assertThat(window.skippedTo(15, 5)).isFalse();
        assertThat(first.sourceAfter()).isEqualTo(15);
        assertThat(first.epochAfter()).isEqualTo(5);

        window.add(second);
        assertThat(window.skippedTo(20, 6)).isFalse();
        assertThat(first.sourceAfter()).isEqualTo(15);
        assertThat(second.sourceAfter()).isEqualTo(20);
        assertThat(window.skippedTo(20, -1)).isFalse();
        assertThat(second.epochAfter()).as("nothing new").isEqualTo(6);
    }

    @Test
    void droppingReleasesWhatWaitsAndKeepsWhatIsInFlight() {
        window.add(small(A, 0));
        window.add(small(A, 1));
        window.send(false, LARGE);
        window.dropWaiting();

        assertThat(window.hasWaiting()).isFalse();
        assertThat(window.waitingBytes()).isZero();
        assertThat(window.inFlight()).isEqualTo(1);
        assertThat(held()).isEqualTo(1);
    }
}
