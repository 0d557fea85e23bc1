package io.twinspan.control.journal;

import java.util.ArrayList;
import java.util.List;

/** Cuts what is too long for a record of the journal. Thread-safe: pure functions. */
public final class TextParts {
    private TextParts() {}

    /** Pieces of so many characters; never between the two halves of a character, each of which alone is none. */
    public static List<String> cut(String text, int most) {
        var pieces = new ArrayList<String>();
        int from = 0;
        while (text.length() - from > most) {
            int to = from + most;
            if (Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        pieces.add(text.substring(from));
        return pieces;
    }
}
