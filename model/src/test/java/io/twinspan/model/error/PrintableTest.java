package io.twinspan.model.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void leavesTextAsItIs() {
        assertThat(Printable.of("dc1.orders, größer, 注文", 100)).isEqualTo("dc1.orders, größer, 注文");
    }

    @Test
    void takesTheEffectFromWhatControlsATerminal() {
        assertThat(Printable.of("a\u001b[31mb\nc\r\u202ed\u0000", 100)).isEqualTo("a?[31mb?c??d?");
    }

    @Test
    void isShort() {
        assertThat(Printable.of("x".repeat(1_000_000), 10)).isEqualTo("xxxxxxxxxx...");
    }
}
