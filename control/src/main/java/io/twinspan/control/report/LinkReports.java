package io.twinspan.control.report;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one link's journal says. Immutable.
 *
 * @param link {@code dc1->dc2}
 * @param topic the journal
 * @param stored null if the target did not answer
 * @param failure why it did not; empty if it did
 */
public record LinkReports(
        String link, String topic, @Nullable StoredReports stored, String failure) {
    public LinkReports {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(failure, "failure");
    }
}
