package io.twinspan.app.cli;

import io.twinspan.model.error.Misconfigured;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What options of several commands name. Thread-safe: keeps nothing. */
final class Given {
    private Given() {}

    /**
     * A regular expression.
     *
     * @throws Misconfigured if it is none
     */
    static Pattern pattern(String option, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new Misconfigured(
                    option, option + " " + regex + " is no regular expression: " + e.getDescription(), e);
        }
    }

    /**
     * The settings in a client's properties file.
     *
     * @param cannot what to say before the path if it cannot be read
     * @throws Misconfigured if that is so
     */
    static Map<String, String> settings(String option, String cannot, Path path) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Misconfigured(option, cannot + " " + path + ": " + e.getMessage(), e);
        }
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
