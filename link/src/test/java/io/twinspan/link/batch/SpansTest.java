package io.twinspan.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpansTest {

    @Test
    void isOneRangeWithoutHoles() {
        Spans spans = Spans.of(7, 3);

        assertThat(spans.count()).isEqualTo(1);
        assertThat(spans.start(0)).isEqualTo(7);
        assertThat(spans.length(0)).isEqualTo(3);
        assertThat(spans.records()).isEqualTo(3);
        assertThat(spans.first()).isEqualTo(7);
        assertThat(spans.last()).isEqualTo(9);
    }

    @Test
    void joinsRangesThatTouch() {
        assertThat(Spans.of(7, 3).concat(Spans.of(10, 2))).isEqualTo(Spans.of(7, 5));
        assertThat(Spans.of(7, 3).concat(Spans.of(11, 2))).hasToString("Spans[7+3 11+2]");
    }

    @Test
    void refusesWhatDoesNotLieBehind() {
        assertThatThrownBy(() -> Spans.of(7, 3).concat(Spans.of(9, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spans.of(7, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spans.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spans.of(Long.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spans.of(7, 3).offset(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Spans.of(7, 3).offset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void holdsExactlyTheOffsetsThatWereAdded() {
        var random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<Long> offsets = new ArrayList<>();
            var builder = Spans.builder();
            long offset = random.nextInt(100);
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                builder.add(offset);
                offsets.add(offset);
                offset += random.nextInt(3) == 0 ? 2 + random.nextInt(5) : 1;
            }

            Spans spans = builder.build();

            assertThat(spans.records()).isEqualTo(offsets.size());
            assertThat(spans.first()).isEqualTo(offsets.get(0));
            assertThat(spans.last()).isEqualTo(offsets.get(offsets.size() - 1));
            for (int i = 0; i < offsets.size(); i++) {
                assertThat(spans.offset(i)).isEqualTo(offsets.get(i));
            }
            for (int i = 1; i < spans.count(); i++) {
                assertThat(spans.start(i)).isGreaterThan(spans.start(i - 1) + spans.length(i - 1));
            }
        }
    }
}
