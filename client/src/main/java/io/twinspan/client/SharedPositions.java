package io.twinspan.client;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Translates where topics have the same name in both clusters, with what the other links store on both sides, too. Confined to one call
 * at a time.
 */
final class SharedPositions implements AutoCloseable {
    private final LinkClientBuilder settings;
    private final LinkName link;
    private final PositionsIndex own;
    private final Map<String, PositionsIndex> onSource = new HashMap<>();
    private final Map<String, PositionsIndex> onTarget = new HashMap<>();
    private @Nullable AdminLease source;
    private @Nullable AdminLease target;
    private @Nullable OtherLinks others;

    /** @param own what the link itself stores */
    SharedPositions(LinkClientBuilder settings, PositionsIndex own) {
        this.settings = settings;
        this.link = settings.link();
        this.own = own;
    }

    /** Where in the target source offsets are. */
    Map<TopicPartition, Map<Long, Translation>> toTarget(Map<TopicPartition, Set<Long>> offsets) {
        Map<TopicPartition, Map<Long, Translation>> answers = there(offsets);
        if (Translations.areExact(answers)) {
            return answers;
        }
        refresh();
        return there(offsets);
    }

    /** Where in the source target offsets are. */
    Map<TopicPartition, Map<Long, Translation>> toSource(Map<TopicPartition, Set<Long>> offsets) {
        Map<TopicPartition, Map<Long, Translation>> answers = back(offsets);
        if (Translations.areExact(answers)) {
            return answers;
        }
        refresh();
        return back(offsets);
    }

    private Map<TopicPartition, Map<Long, Translation>> there(Map<TopicPartition, Set<Long>> offsets) {
        own.load(offsets.keySet());
        String trouble = load(offsets.keySet());
        if (!trouble.isEmpty()) {
            Map<TopicPartition, Long> starts = EndsReader.starts(target(), offsets.keySet());
            return Translations.each(
                    offsets,
                    (partition, offset) -> SharedTranslation.oneSided(
                            own.book(partition), partition, offset, starts.getOrDefault(partition, 0L), trouble));
        }
        Map<TopicPartition, LogEnds> ends = ends(source(), target(), offsets.keySet());
        return Translations.each(
                offsets,
                (partition, offset) ->
                        shared(partition).translate(partition, offset, ends.getOrDefault(partition, LogEnds.UNKNOWN)));
    }

    private Map<TopicPartition, Map<Long, Translation>> back(Map<TopicPartition, Set<Long>> offsets) {
        own.load(offsets.keySet());
        String trouble = load(offsets.keySet());
        if (!trouble.isEmpty()) {
            return Translations.each(
                    offsets,
                    (partition, offset) ->
                            Translation.unknown("the topic has the same name in both clusters, and " + trouble));
        }
        Map<TopicPartition, LogEnds> ends = ends(target(), source(), offsets.keySet());
        return Translations.each(
                offsets,
                (partition, offset) -> shared(partition)
                        .reversed()
                        .translate(partition, offset, ends.getOrDefault(partition, LogEnds.UNKNOWN)));
    }

    /** The ends of partitions' logs, for translations from one side to another. */
    private Map<TopicPartition, LogEnds> ends(Side from, Side to, Set<TopicPartition> partitions) {
        return links().equals(OtherLinks.NONE) ? Map.of() : new EndsReader(from, to).read(partitions);
    }

    /** Reads what other links say of partitions; returns why that is not known, or nothing. */
    private String load(Set<TopicPartition> partitions) {
        if (!settings.hasSource()) {
            return "what other links bring is stored in " + link.source() + ": give the settings of that cluster, too";
        }
        try {
            OtherLinks found = links();
            if (found.trouble().isEmpty()) {
                open(found);
                for (PositionsIndex index : indexes()) {
                    index.load(partitions);
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
        AdminLease known = source;
        if (known == null) {
            known = settings.sourceAdmin();
            source = known;
        }
        return new Side(known.admin(), settings.sourceErrors(), settings.timeout());
    }

    private Side target() {
        AdminLease known = target;
        if (known == null) {
            known = settings.targetAdmin();
            target = known;
        }
        return new Side(known.admin(), settings.targetErrors(), settings.timeout());
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
            source.close();
        }
        if (target != null) {
            target.close();
        }
    }
}
