package io.twinspan.control.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextPartsTest {

    @Test
    void piecesAreAsLongAsTheyMayBe() {
        assertThat(TextParts.cut("abcdef", 2)).containsExactly("ab", "cd", "ef");
        assertThat(TextParts.cut("abcde", 2)).containsExactly("ab", "cd", "e");
        assertThat(TextParts.cut("ab", 2)).containsExactly("ab");
        assertThat(TextParts.cut("", 2)).containsExactly("");
    }

    /** Each half alone would become a question mark on the way. */
    @Test
    void noCharacterIsCutInTwo() {
        String text = "ab\ud83d\ude80cd";

        for (int most = 2; most < text.length(); most++) {
            List<String> pieces = TextParts.cut(text, most);
            assertThat(String.join("", pieces)).isEqualTo(text);
            assertThat(pieces).allSatisfy(piece -> {
                assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                        .isFalse();
                assertThat(piece.length()).isPositive();
            });
        }
    }
}
