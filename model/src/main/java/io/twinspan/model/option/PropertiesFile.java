package io.twinspan.model.option;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file with its line numbers. Immutable.
 *
 * <p>{@link Properties} itself reads every logical line, so that a value means what it means to MirrorMaker 2; this class
 * only finds where logical lines begin. A key given twice, which {@link Properties} resolves silently, is a problem here.
 */
public final class PropertiesFile {
    /** How the bytes of a file become text: as {@link Properties} does it; other characters are written {@code \}uXXXX. */
    public static final Charset CHARSET = StandardCharsets.ISO_8859_1;

    private final String name;
    private final Map<String, Entry> entries;
    private final List<Problem> problems;

    private PropertiesFile(String name, Map<String, Entry> entries, List<Problem> problems) {
        this.name = name;
        this.entries = entries;
        this.problems = problems;
    }

    /** One key of the file. Immutable. */
    record Entry(String key, String value, int line) {
        @Override
        public String toString() {
            return key + "=" + Secrets.shown(key, value) + " (line " + line + ")";
        }
    }

    /** Reads a file's text; what is wrong with it is in {@link #problems()}. */
    public static PropertiesFile parse(String name, String text) {
        var entries = new LinkedHashMap<String, Entry>();
        var problems = new ArrayList<Problem>();
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i;
            if (isBlankOrComment(lines[i])) {
                continue;
            }
            var logical = new StringBuilder(lines[i]);
            while (endsInBackslash(lines[i]) && i + 1 < lines.length) {
                i++;
                logical.append('\n').append(lines[i]);
            }
            read(logical.toString(), first + 1, problems).forEach((key, value) -> {
                var entry = new Entry(key.toString(), value.toString(), first + 1);
                if (entry.key().isEmpty() && entry.value().isEmpty()) {
                    return; // A lone backslash, which Properties takes for a key or not, depending on what follows.
                }
                var before = entries.putIfAbsent(entry.key(), entry);
                if (before != null) {
                    problems.add(Problem.error(
                            entry.key(),
                            entry.line(),
                            entry.key() + " is given twice, in lines " + before.line() + " and " + entry.line(),
                            "keep one of the two lines"));
                }
            });
        }
        return new PropertiesFile(name, entries, problems);
    }

    String name() {
        return name;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The line of a key, 0 if the file does not have it. */
    public int lineOf(String key) {
        var entry = entries.get(key);
        return entry == null ? 0 : entry.line();
    }

    /** Keys and values, in the file's order. */
    public Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        entries.values().forEach(entry -> map.put(entry.key(), entry.value()));
        return map;
    }

    private static Properties read(String logicalLine, int line, List<Problem> problems) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(logicalLine));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.error(
                    "",
                    line,
                    "line " + line + " has a \\u that is not followed by four hexadecimal digits",
                    "write \\\\u if you mean a backslash and a u"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return properties;
    }

    private static boolean isBlankOrComment(String line) {
        String text = line.strip();
        return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
    }

    private static boolean endsInBackslash(String line) {
        int count = 0;
        while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }
}
