package io.twinspan.control.report;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Reads the reports of several links, from the clusters that answer. Confined to the calling thread; every step is bounded in time. */
public final class ReportReader {
    private final Clock clock;
    private final Duration limit;

    /** A reader that waits at most so long for each answer. */
    public ReportReader(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** The reports of each link; where its target does not answer, that is said instead. */
    public List<LinkReports> read(List<LinkView> links) {
        return links.stream().map(this::read).toList();
    }

    private LinkReports read(LinkView link) {
        try (var journal = new JournalTopic(link, clock, limit)) {
            try {
                return new LinkReports(
                        link.name().toString(), journal.topic(), new ReportStore(journal, clock).read(), "");
            } catch (TransientFailure e) {
                return new LinkReports(link.name().toString(), journal.topic(), null, String.valueOf(e.getMessage()));
            }
        }
    }
}
