package io.twinspan.model.error;

/**
 * Text from a file or a topic, made fit to be shown in a log, an error or a terminal: short, and without characters that would change
 * what else is shown there. Thread-safe: pure functions.
 */
public final class Printable {
    private Printable() {}

    /** The text, with each control character as a question mark, cut after so many characters. */
    public static String of(String text, int most) {
        String shown = text.length() <= most ? text : text.substring(0, most) + "...";
        if (shown.codePoints().noneMatch(Printable::isControl)) {
            return shown;
        }
        return shown.codePoints()
                .map(c -> isControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Line ends, escape sequences, and what turns the direction of writing. */
    private static boolean isControl(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }
}
