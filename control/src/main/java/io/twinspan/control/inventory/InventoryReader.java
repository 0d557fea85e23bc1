package io.twinspan.control.inventory;

import io.twinspan.model.error.ReplicationException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an {@link Inventory} from Kafka: what links store from their targets, and where logs end from their sources. The first reading of a
 * link takes all that it stores, the next ones what has come since.
 *
 * <p>Confined to the calling thread; every step is bounded in time.
 */
public final class InventoryReader implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(InventoryReader.class);

    private final Map<String, TargetFeed> feeds = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private final Clock clock;
    private final Duration limit;

    /** A reader that waits at most so long for each answer. */
    public InventoryReader(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** The state of these links, without their groups. A cluster that does not answer is part of it. */
    public Inventory read(List<LinkView> links) {
        return read(links, null);
    }

    /**
     * The state of these links.
     *
     * @param groups looks at their groups; null to leave them out
     */
    public Inventory read(List<LinkView> links, @Nullable GroupLook groups) {
        List<LinkStatus> statuses = new ArrayList<>();
        for (LinkView link : links) {
            LinkStatus status = read(link);
            statuses.add(groups == null || !status.target().isReached() ? status : withGroups(link, status, groups));
        }
        return new Inventory(clock.millis(), statuses);
    }

    private LinkStatus read(LinkView link) {
        String name = link.name().toString();
        TargetFeed feed;
        try {
            feed = advanced(link, name);
        } catch (ReplicationException e) {
            forget(name);
            return LinkStatus.ofUnreached(link, String.valueOf(e.getMessage()));
        }
        report(link, feed.positions());
        SourceAnswer source =
                new SourceQuestion(link, limit).ask(feed.positions().topics());
        var notes = new ArrayList<String>();
        if (!feed.holdTrouble().isEmpty()) {
            notes.add("what holds the link is not known: " + feed.holdTrouble());
        }
        return new LinkPicture(link, feed.positions(), feed.hold(), source, clock.millis())
                .draw()
                .with(null, notes);
    }

    private TargetFeed advanced(LinkView link, String name) {
        TargetFeed feed = feeds.get(name);
        if (feed == null) {
            feed = new TargetFeed(link, limit);
            feeds.put(name, feed);
        }
        feed.advance();
        return feed;
    }

    private void forget(String name) {
        TargetFeed feed = feeds.remove(name);
        if (feed != null) {
            feed.close();
        }
    }

    private static LinkStatus withGroups(LinkView link, LinkStatus status, GroupLook groups) {
        var notes = new ArrayList<String>();
        try {
            return status.with(groups.look(link, status.source().isReached(), notes), notes);
        } catch (ReplicationException e) {
            return status.with(null, List.of("the groups could not be looked at: " + e.getMessage()));
        }
    }

    private void report(LinkView link, Positions positions) {
        if (positions.leftOut().count() > 0) {
            String leftOut = link.positionsTopic() + " of " + link.target() + ": " + positions.leftOut();
            if (reported.add(leftOut)) {
                LOGGER.warn(
                        "Link {}: what cannot be read is left out of {}. No link wrote it, or a newer version did; upgrade this"
                                + " program, or delete the records.",
                        link.name(),
                        leftOut);
            }
        }
    }

    @Override
    public void close() {
        feeds.values().forEach(TargetFeed::close);
        feeds.clear();
    }
}
