package io.twinspan.control.report;

import io.twinspan.model.option.Secrets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who had an operation done, and with what. Immutable; what is named like a secret is left out.
 *
 * @param who as the caller knows it: {@code ann@ops-3}
 * @param version the version of this program
 * @param options the options given, by name; for those whose value may hold anything, such as a command, the caller gives a name for it
 * @param configurationSha256 the SHA-256 of the configuration file's text as it was read, in hexadecimal digits
 */
public record Author(String who, String version, Map<String, String> options, String configurationSha256) {
    public Author {
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(configurationSha256, "configurationSha256");
        options = shown(options);
    }

    private static Map<String, String> shown(@Nullable Map<String, String> options) {
        var shown = new TreeMap<String, String>();
        if (options != null) {
            options.forEach((name, value) -> shown.put(name, Secrets.shown(name, value)));
        }
        return Collections.unmodifiableMap(shown);
    }
}
