package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProtocolSupportTest {

    @Test
    void findsWhatItNeedsInTheLibraryOfThisBuild() {
        assertThatCode(ProtocolSupport::check).doesNotThrowAnyException();
    }

    @Test
    void saysPlainlyThatTheLibraryIsOfAnotherLine() {
        ClassLoader without = new ClassLoader(null) {};

        assertThatThrownBy(() -> ProtocolSupport.check(without, "4.2.0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4.2.0")
                .hasMessageContaining("4.3");
    }
}
