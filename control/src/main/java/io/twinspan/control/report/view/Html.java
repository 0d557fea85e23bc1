package io.twinspan.control.report.view;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A page that is written from its beginning to its end. Confined to one thread.
 *
 * <p>Every text and every value of an attribute is escaped here, and elements are closed in the order in which they were opened: who writes
 * a page cannot forget either.
 */
final class Html {
    private final StringBuilder page = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes are names and values in turn. */
    Html open(String element, String... attributes) {
        begin(element, attributes);
        open.push(element);
        return this;
    }

    private void begin(String element, String... attributes) {
        page.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            page.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        page.append('>');
    }

    Html text(String text) {
        page.append(escaped(Words.printable(text)));
        return this;
    }

    /** Ends the element that was begun last. */
    Html close() {
        page.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element with nothing but a text. */
    Html element(String element, String text, String... attributes) {
        begin(element, attributes);
        text(text);
        page.append("</").append(element).append(">\n");
        return this;
    }

    /** An element that has no end, such as {@code meta}. */
    Html empty(String element, String... attributes) {
        begin(element, attributes);
        page.append('\n');
        return this;
    }

    /** The page's own style sheet, which is ours and not escaped. */
    Html style(String css) {
        page.append("<style>\n").append(css).append("</style>\n");
        return this;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return page.toString();
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
