package io.twinspan.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VerifyingTest {
    private static String said(String verdict, long records) {
        return """
                verifying dc1->dc2: 50 %%, 4 of 8 partitions
                {
                  "links" : [ {
                    "verdict" : "%s", "tookMs" : 1500,
                    "counts" : { "records" : %d, "sourceBytes" : 700, "targetBytes" : 800, "wholeBatches" : 4, "openedBatches" : 2 }
                  } ]
                }
                a last word
                """.formatted(verdict, records);
    }

    @Test
    void findsTheFiguresAmongProgressAndLog() throws Exception {
        assertThat(Verifying.got(said("equal", 100), 100)).isEqualTo(new Got(1_500, 1.5, 4, 2));
    }

    @Test
    void hasNoFiguresOfWhatIsNotEqual() {
        assertThatThrownBy(() -> Verifying.got(said("different", 100), 100))
                .hasMessageContaining("did not say 'equal'");
    }

    @Test
    void hasNoFiguresOfAPart() {
        assertThatThrownBy(() -> Verifying.got(said("equal", 99), 100))
                .hasMessageContaining("99 records; there are 100");
    }
}
