package io.twinspan.control.upkeep;

import io.twinspan.control.report.Author;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What duties have in common. Immutable.
 *
 * @param owner a name that no other process has
 * @param author who is named in reports
 * @param file as it was given, for commands to paste
 * @param limit how long a cluster may take for one answer
 */
public record Surroundings(String owner, AuthorOf author, String file, Clock clock, Duration limit) {

    /** Names the author of a report. */
    public interface AuthorOf {
        /** @param options what was done with, by name */
        Author of(Map<String, String> options);
    }
}
