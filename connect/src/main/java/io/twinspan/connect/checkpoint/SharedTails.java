package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.OtherLinks;
import io.twinspan.connect.source.PositionsReading;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.LogEnds;
import io.twinspan.model.translation.SharedTranslation;
import io.twinspan.model.translation.SharedTranslation.Third;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what other links store, into both clusters, and translates with it where topics have the same name on both sides. Confined to
 * the task's thread.
 */
final class SharedTails implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedTails.class);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final LinkName link;
    private final Opener opener;
    private final Map<Stored, PositionsTail> tails = new TreeMap<>();
    private OtherLinks others = OtherLinks.NONE;
    private long reading;
    private String reported = "";
    private boolean complete;
    private boolean changed;

    /** Where a link stores its positions: by its source's alias, and on which of the two clusters. Immutable. */
    record Stored(String alias, boolean onSource) implements Comparable<Stored> {
        String topic() {
            return InternalTopics.positions(alias);
        }

        @Override
        public int compareTo(Stored other) {
            int byAlias = alias.compareTo(other.alias);
            return byAlias == 0 ? Boolean.compare(onSource, other.onSource) : byAlias;
        }
    }

    /** Begins to read a positions topic. */
    interface Opener {
        PositionsReading open(Stored stored, Consumer<ConsumerRecord<byte[], byte[]>> sink);
    }

    SharedTails(LinkName link, Opener opener) {
        this.link = link;
        this.opener = opener;
    }

    /** From now on these links count, as a reading of the groups found them. */
    void follow(OtherLinks newest, long newestReading) {
        if (newestReading == reading) {
            return;
        }
        reading = newestReading;
        if (newest.equals(others)) {
            return;
        }
        if (newest.isBackThere() || !newest.thirds().isEmpty()) {
            LOGGER.info(
                    "Link {}: other links bring records into topics that have the same name on both sides: {}{}.",
                    link,
                    newest.isBackThere() ? "from " + link.target() + " back; " : "",
                    newest.thirds().isEmpty() ? "none from third clusters" : "from " + newest.thirds());
        }
        others = newest;
        complete = false;
        changed = true;
        Set<Stored> wanted = wanted();
        tails.keySet().stream()
                .filter(stored -> !wanted.contains(stored))
                .toList()
                .forEach(stored -> {
                    PositionsTail gone = tails.remove(stored);
                    if (gone != null) {
                        gone.close();
                    }
                });
    }

    private Set<Stored> wanted() {
        var wanted = new HashSet<Stored>();
        if (others.isBackThere()) {
            wanted.add(new Stored(link.target().value(), true));
        }
        others.thirds().forEach(alias -> {
            wanted.add(new Stored(alias, true));
            wanted.add(new Stored(alias, false));
        });
        return wanted;
    }

    /** Reads on, for about as long as given with each topic; returns whether all is read that was there when the reading began. */
    boolean advance(Set<String> topics, Duration atMost) {
        if (topics.isEmpty()) {
            return true;
        }
        boolean read = true;
        Set<Stored> wanted = wanted();
        for (Stored stored : wanted) {
            try {
                PositionsTail tail =
                        tails.computeIfAbsent(stored, unused -> new PositionsTail(sink -> opener.open(stored, sink)));
                read &= tail.advance(topics, share(atMost, wanted.size()));
                changed |= tail.takeChanged();
            } catch (Misconfigured e) {
                refuse(stored, e);
                return true;
            } catch (TransientFailure e) {
                // What is known stays true: translations are late then, and not wrong.
                if (!complete) {
                    throw e;
                }
                report("what other links store is not followed for now; it is tried again", e);
            }
        }
        complete |= read;
        return read;
    }

    private static Duration share(Duration all, int parts) {
        Duration share = all.dividedBy(parts);
        return share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
    }

    private void report(String what, ReplicationException why) {
        if (!what.equals(reported)) {
            LOGGER.warn("Link {}: {}. {}", link, what, why.getMessage());
            reported = what;
        }
    }

    /** A permission that is missing keeps these topics' translations from being known, and nothing else; it is asked again. */
    private void refuse(Stored stored, Misconfigured why) {
        PositionsTail tail = tails.remove(stored);
        if (tail != null) {
            tail.close();
        }
        String now = OtherLinks.trouble(
                stored.topic(),
                stored.onSource() ? link.source().value() : link.target().value());
        report(now, why);
        changed = true;
        others = OtherLinks.unknown(now);
    }

    /** Whether translations may have changed since the last call. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Where in the target a position is, of a topic that has the same name there. */
    Translation translate(LaneBook there, TopicPartition partition, long offset, LogEnds ends) {
        if (!others.trouble().isEmpty()) {
            return SharedTranslation.oneSided(there, partition, offset, ends.targetStart(), others.trouble());
        }
        List<Third> thirds = new ArrayList<>();
        for (String alias : others.thirds()) {
            thirds.add(new Third(alias, book(new Stored(alias, true)), book(new Stored(alias, false))));
        }
        return new SharedTranslation(there, book(new Stored(link.target().value(), true)), thirds)
                .translate(partition, offset, ends);
    }

    private LaneBook book(Stored stored) {
        PositionsTail tail = tails.get(stored);
        return tail == null ? new LaneBook(partition -> false) : tail.book();
    }

    @Override
    public void close() {
        tails.values().forEach(PositionsTail::close);
        tails.clear();
    }
}
