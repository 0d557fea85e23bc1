package io.twinspan.control.report.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of text that are no longer than a terminal is wide. Confined to one thread. */
final class TextPage {
    static final int WIDTH = 100;
    private static final String CONTINUED = " \\";
    private static final Pattern SHELL_WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+|['\"]\\S*");

    private final StringBuilder text = new StringBuilder();

    /** A line as it is. */
    void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** An empty line, but never two. */
    void gap() {
        int end = text.length();
        if (end > 1 && !(text.charAt(end - 1) == '\n' && text.charAt(end - 2) == '\n')) {
            text.append('\n');
        }
    }

    void heading(String heading) {
        gap();
        line(heading.toUpperCase(Locale.ROOT));
    }

    /** A text whose lines, but for the first, begin under its own first word. */
    void hanging(String before, String sentence) {
        int width = Math.max(20, WIDTH - before.length());
        String indent = before;
        for (String line : wrap(Words.printable(sentence), width)) {
            line(indent + line);
            indent = " ".repeat(before.length());
        }
    }

    /** A command that can be copied as it stands, also if it takes several lines. */
    void command(String indent, String command) {
        var line = new StringBuilder(indent);
        boolean empty = true;
        Matcher words = SHELL_WORD.matcher(Words.printable(command));
        while (words.find()) {
            String word = words.group();
            if (!empty && line.length() + 1 + word.length() + CONTINUED.length() > WIDTH) {
                line(line + CONTINUED);
                line.setLength(0);
                line.append(indent).append("  ");
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        line(line.toString());
    }

    /** At spaces, and within words that are too long. */
    static List<String> wrap(String sentence, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : sentence.strip().split("\\s+")) {
            String left = word;
            if (line.length() > 0 && line.length() + 1 + left.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (left.length() > width) {
                lines.add(left.substring(0, width));
                left = left.substring(width);
            }
            line.append(line.length() == 0 ? "" : " ").append(left);
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
