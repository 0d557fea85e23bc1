package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.EndsReader;
import io.twinspan.client.cluster.OtherLinks;
import io.twinspan.client.cluster.OtherLinks.Side;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Translates where topics have the same name in both clusters, with what the other links store on both sides, too. Confined to one call
 * at a time.
 */
final class SharedPositions implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final LinkClientBuilder settings;
    private final LinkName link;
    private final PositionsIndex own;
    private final Map<String, PositionsIndex> onSource = new HashMap<>();
    private final Map<String, PositionsIndex> onTarget = new HashMap<>();
    private @Nullable Side source;
    private @Nullable Side target;
    private @Nullable OtherLinks others;

    /** @param own what the link itself stores */
    SharedPositions(LinkClientBuilder settings, PositionsIndex own) {
        this.settings = settings;
        this.link = settings.link();
        this.own = own;
    }

    /** Where in the target a source offset is. */
    Translation toTarget(TopicPartition partition, long offset) {
        Translation answer = there(partition, offset);
        if (answer.isExact()) {
            return answer;
        }
        refresh();
        return there(partition, offset);
    }

    /** Where in the source a target offset is. */
    Translation toSource(TopicPartition partition, long offset) {
        Translation answer = back(partition, offset);
        if (answer.isExact()) {
            return answer;
        }
        refresh();
        return back(partition, offset);
    }

    private Translation there(TopicPartition partition, long offset) {
        own.load(Set.of(partition));
        String trouble = load(partition);
        if (!trouble.isEmpty()) {
            long start = EndsReader.starts(target(), Set.of(partition)).getOrDefault(partition, 0L);
            return SharedTranslation.oneSided(own.book(partition), partition, offset, start, trouble);
        }
        return shared(partition).translate(partition, offset, ends(source(), target(), partition));
    }

    private Translation back(TopicPartition partition, long offset) {
        own.load(Set.of(partition));
        String trouble = load(partition);
        return trouble.isEmpty()
                ? shared(partition).reversed().translate(partition, offset, ends(target(), source(), partition))
                : Translation.unknown("the topic has the same name in both clusters, and " + trouble);
    }

    /** The ends of a partition's logs, for a translation from one side to another. */
    private LogEnds ends(Side from, Side to, TopicPartition partition) {
        if (links().equals(OtherLinks.NONE)) {
            return LogEnds.UNKNOWN;
        }
        return new EndsReader(from, to).read(Set.of(partition)).getOrDefault(partition, LogEnds.UNKNOWN);
    }

    /** Reads what other links say of a partition; returns why that is not known, or nothing. */
    private String load(TopicPartition partition) {
        if (!settings.hasSource()) {
            return "what other links bring is stored in " + link.source() + ": give the settings of that cluster, too";
        }
        try {
            OtherLinks found = links();
            if (found.trouble().isEmpty()) {
                open(found);
                for (PositionsIndex index : indexes()) {
                    index.load(Set.of(partition));
                }
            }
            return found.trouble();
        } catch (Misconfigured e) {
            return "what other links bring may not be read: " + e.getMessage();
        } catch (TransientFailure e) {
            return "what other links bring cannot be read for now: " + e.getMessage();
        }
    }

    private OtherLinks links() {
        OtherLinks known = others;
        if (known == null) {
            known = OtherLinks.find(link, source(), target());
            others = known;
        }
        return known;
    }

    private void open(OtherLinks found) {
        if (found.isBackThere()) {
            String back = link.target().value();
            onSource.computeIfAbsent(back, this::openOnSource);
        }
        for (String third : found.thirds()) {
            onSource.computeIfAbsent(third, this::openOnSource);
            onTarget.computeIfAbsent(
                    third,
                    alias -> new PositionsIndex(
                            InternalTopics.positions(alias),
                            settings.targetConsumer("positions-" + alias),
                            settings.targetErrors(),
                            settings.timeout()));
        }
    }

    private PositionsIndex openOnSource(String alias) {
        return new PositionsIndex(
                InternalTopics.positions(alias),
                settings.sourceConsumer("positions-" + alias),
                settings.sourceErrors(),
                settings.timeout());
    }

    private SharedTranslation shared(TopicPartition partition) {
        List<Third> thirds = new ArrayList<>();
        onTarget.forEach((alias, index) -> {
            PositionsIndex into = onSource.get(alias);
            if (into != null) {
                thirds.add(new Third(alias, into.book(partition), index.book(partition)));
            }
        });
        PositionsIndex back = onSource.get(link.target().value());
        LaneBook returned = back == null ? new LaneBook(any -> false) : back.book(partition);
        return new SharedTranslation(own.book(partition), returned, thirds);
    }

    /** Reads what was stored since, and looks whether there are new links. */
    void refresh() {
        own.refresh();
        others = null;
        try {
            indexes().forEach(PositionsIndex::refresh);
        } catch (ReplicationException e) {
            // The next question finds that out by itself, and says it.
            closeIndexes();
        }
    }

    private Collection<PositionsIndex> indexes() {
        var all = new ArrayList<>(onSource.values());
        all.addAll(onTarget.values());
        return all;
    }

    private Side source() {
        Side known = source;
        if (known == null) {
            known = side(settings.sourceAdmin(), settings.sourceErrors());
            source = known;
        }
        return known;
    }

    private Side target() {
        Side known = target;
        if (known == null) {
            known = side(settings.targetAdmin(), settings.targetErrors());
            target = known;
        }
        return known;
    }

    private Side side(Map<String, Object> client, ClusterErrors errors) {
        try {
            return new Side(Admin.create(client), errors, settings.timeout());
        } catch (KafkaException e) {
            throw errors.explain("creating an admin client", e);
        }
    }

    private void closeIndexes() {
        indexes().forEach(PositionsIndex::close);
        onSource.clear();
        onTarget.clear();
    }

    @Override
    public void close() {
        closeIndexes();
        if (source != null) {
            source.admin().close(CLOSE_WAIT);
        }
        if (target != null) {
            target.admin().close(CLOSE_WAIT);
        }
    }
}
