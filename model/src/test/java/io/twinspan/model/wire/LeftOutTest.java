package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftOutTest {
    private final LeftOut leftOut = new LeftOut();

    @Test
    void namesTheFirstOfEachKindWithItsPlace() {
        leftOut.add(3, 17, "no key");
        leftOut.add(4, 1, "no key");
        leftOut.add(5, 2, "version 9");

        assertThat(leftOut.count()).isEqualTo(3);
        assertThat(leftOut.toString())
                .isEqualTo("3 records (partition 3, offset 17: no key; partition 5, offset 2: version 9; ...)");
    }

    @Test
    void staysSmallWhateverThereIs() {
        for (int i = 0; i < 100_000; i++) {
            leftOut.add(0, i, i + "x".repeat(1_000) + "\u001b");
        }

        assertThat(leftOut.count()).isEqualTo(100_000);
        assertThat(leftOut.toString()).hasSizeLessThan(5_000).doesNotContain("\u001b");
    }
}
