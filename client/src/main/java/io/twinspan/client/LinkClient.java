package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.translation.GroupPosition;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.InternalTopics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Translates offsets and consumer groups between the two clusters of a link, exactly and in both directions, from what the link stores on
 * the target; it works whether the link runs or not, and, but for {@link #group}, whether the source can be reached or not.
 *
 * <p>Topics that have the same name in both clusters may have producers in both. For them it also reads what the links in the other
 * direction, and from third clusters, store, and so needs {@link LinkClientBuilder#source}; without that it answers as long as nothing
 * but this link has written to the target's partition.
 *
 * <pre>{@code
 * try (LinkClient client = LinkClient.of("dc1", "dc2").target(targetSettings).open()) {
 *     Located there = client.toTarget(new TopicPartition("orders", 3), 1234);
 *     consumer.seek(there.partition(), there.offset());
 * }
 * }</pre>
 *
 * <p>Thread-safe: one call at a time, the others wait.
 *
 * <p>Only what is needed of the positions topic is read, and kept: the next question about the same topic is answered from memory, if the
 * answer is exact; if not, what the link has stored since is read first. Each call ends within a few times the {@linkplain
 * LinkClientBuilder#timeout timeout}: with a {@link TransientFailure} if a cluster does not answer, a {@link Misconfigured} that names the setting if
 * it refuses, and an {@link Inconsistent} if the link's topic is not there.
 */
public final class LinkClient implements AutoCloseable {
    private static final Comparator<GroupPosition> BY_PARTITION = Comparator.comparing(
                    (GroupPosition position) -> position.source().topic())
            .thenComparingInt(position -> position.source().partition());

    private final LinkClientBuilder settings;
    private final LinkName link;
    private final ReplicationPolicy policy;
    private final ClusterErrors targetErrors;
    private final InternalTopics topics;
    private final PositionsIndex positions;
    private final SharedPositions shared;
    private @Nullable CheckpointIndex checkpoints;
    private @Nullable SourceGroups groups;

    LinkClient(LinkClientBuilder settings) {
        this.settings = settings;
        this.link = settings.link();
        this.policy = settings.policy();
        this.targetErrors = settings.targetErrors();
        this.topics = new InternalTopics(link, policy);
        this.positions =
                new PositionsIndex(topics.positions(), consumer("positions"), targetErrors, settings.timeout());
        this.shared = new SharedPositions(settings, positions);
    }

    /** Begins to describe a client for the link {@code source->target}. */
    public static LinkClientBuilder of(String sourceAlias, String targetAlias) {
        return new LinkClientBuilder(sourceAlias, targetAlias);
    }

    /**
     * Where on the target a source offset is: the first target record whose source offset is at least this one.
     *
     * @param partition a partition of a source topic, by its name on the source
     */
    public synchronized Located toTarget(TopicPartition partition, long offset) {
        return only(toTarget(Map.of(partition, Set.of(offset))));
    }

    /**
     * Where on the target many source offsets are, of each partition: as {@link #toTarget(TopicPartition, long)}, with as few questions
     * to the clusters as for one.
     */
    public synchronized Map<TopicPartition, Map<Long, Located>> toTarget(Map<TopicPartition, Set<Long>> offsets) {
        requireOffsets(offsets);
        var located = new HashMap<TopicPartition, Map<Long, Located>>();
        translateAll(offsets)
                .forEach((partition, translated) -> located.put(partition, located(targetOf(partition), translated)));
        return located;
    }

    /**
     * Where in the source a target offset is: the first source record that is copied at this target offset or above.
     *
     * @param partition a partition of a copied topic, by its name on the target
     * @throws Misconfigured if the replication policy does not take that name for a copy of this link's
     */
    public synchronized Located toSource(TopicPartition partition, long offset) {
        return only(toSource(Map.of(partition, Set.of(offset))));
    }

    /** Where in the source many target offsets are, as {@link #toSource(TopicPartition, long)}. */
    public synchronized Map<TopicPartition, Map<Long, Located>> toSource(Map<TopicPartition, Set<Long>> offsets) {
        requireOffsets(offsets);
        var own = new HashMap<TopicPartition, Set<Long>>();
        var same = new HashMap<TopicPartition, Set<Long>>();
        offsets.forEach((partition, ofPartition) -> {
            TopicPartition source = sourceOf(partition);
            (isShared(source) ? same : own).put(source, ofPartition);
        });
        boolean isFresh = positions.load(own.keySet());
        Translations.One back = (source, offset) -> book(source).translateBack(source, offset);
        Map<TopicPartition, Map<Long, Translation>> translated = Translations.each(own, back);
        if (!isFresh && !Translations.areExact(translated)) {
            positions.refresh();
            translated = Translations.each(own, back);
        }
        if (!same.isEmpty()) {
            translated.putAll(shared.toSource(same));
        }
        var located = new HashMap<TopicPartition, Map<Long, Located>>();
        translated.forEach((source, all) -> located.put(targetOf(source), located(source, all)));
        return located;
    }

    private static Located only(Map<TopicPartition, Map<Long, Located>> one) {
        return one.values().iterator().next().values().iterator().next();
    }

    private static Map<Long, Located> located(TopicPartition there, Map<Long, Translation> translated) {
        var located = new HashMap<Long, Located>();
        translated.forEach((offset, translation) -> located.put(offset, new Located(there, translation)));
        return located;
    }

    /** Translates offsets of source partitions. */
    private Map<TopicPartition, Map<Long, Translation>> translateAll(Map<TopicPartition, Set<Long>> offsets) {
        var own = new HashMap<TopicPartition, Set<Long>>();
        var same = new HashMap<TopicPartition, Set<Long>>();
        offsets.forEach((partition, ofPartition) -> (isShared(partition) ? same : own).put(partition, ofPartition));
        boolean isFresh = positions.load(own.keySet());
        Translations.One there = (partition, offset) -> book(partition).translate(partition, offset);
        Map<TopicPartition, Map<Long, Translation>> translated = Translations.each(own, there);
        if (!isFresh && !Translations.areExact(translated)) {
            positions.refresh();
            translated = Translations.each(own, there);
        }
        if (!same.isEmpty()) {
            translated.putAll(shared.toTarget(same));
        }
        return translated;
    }

    /**
     * A consumer group as it is on the source at this moment, translated. Needs {@link LinkClientBuilder#source}. A group that has committed nothing,
     * or does not exist, has no positions.
     */
    public synchronized LocatedGroup group(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed = groups().offsets(group);
        var offsets = new HashMap<TopicPartition, Set<Long>>();
        committed.forEach((partition, offset) -> offsets.put(partition, Set.of(offset.offset())));
        Map<TopicPartition, Map<Long, Translation>> translated = translateAll(offsets);
        List<GroupPosition> positionsOfGroup = committed.entrySet().stream()
                .map(one -> new GroupPosition(
                        one.getKey(),
                        targetOf(one.getKey()),
                        one.getValue().offset(),
                        translated
                                .getOrDefault(one.getKey(), Map.of())
                                .values()
                                .iterator()
                                .next()))
                .sorted(BY_PARTITION)
                .toList();
        return LocatedGroup.of(group, positionsOfGroup, committed);
    }

    /** Whether other links may write to the same topic, since it has one name in both clusters. */
    private boolean isShared(TopicPartition source) {
        return targetOf(source).equals(source);
    }

    /**
     * A consumer group as the link translated it last, from its checkpoints on the target: what {@code RemoteClusterUtils.translateOffsets}
     * returns. The source is not asked. Empty for a group that the link does not translate.
     */
    public synchronized Map<TopicPartition, OffsetAndMetadata> checkpoints(String group) {
        CheckpointIndex index = checkpoints;
        if (index == null) {
            index = new CheckpointIndex(
                    topics.checkpoints(), consumer("checkpoints"), targetErrors, settings.timeout());
            checkpoints = index;
        }
        return index.read(group);
    }

    /**
     * Reads what the link has stored since. It is only needed for what takes a true answer back: that the link was set to another
     * position, or that the target lost records.
     */
    public synchronized void refresh() {
        shared.refresh();
    }

    private SourceGroups groups() {
        SourceGroups known = groups;
        if (known == null) {
            known = new SourceGroups(settings.sourceAdmin(), settings.sourceErrors(), settings.timeout());
            groups = known;
        }
        return known;
    }

    private LaneBook book(TopicPartition source) {
        return positions.book(source);
    }

    private TopicPartition targetOf(TopicPartition source) {
        return new TopicPartition(policy.formatRemoteTopic(link.source().value(), source.topic()), source.partition());
    }

    private TopicPartition sourceOf(TopicPartition target) {
        String topic = target.topic();
        String from = policy.topicSource(topic);
        String upstream = policy.upstreamTopic(topic);
        if (upstream == null || !link.source().value().equals(from)) {
            throw new Misconfigured(
                    "replication.policy.class",
                    "Topic " + topic + " of " + link.target() + " is no copy of a topic of " + link.source()
                            + " by its name, as " + policy.getClass().getName()
                            + " reads it: a copy of 'orders' is called '"
                            + policy.formatRemoteTopic(link.source().value(), "orders")
                            + "'. Check the topic, and the replication policy with its separator.");
        }
        return new TopicPartition(upstream, target.partition());
    }

    private static void requireOffsets(Map<TopicPartition, Set<Long>> offsets) {
        offsets.values().stream()
                .flatMap(Set::stream)
                .filter(offset -> offset < 0)
                .findFirst()
                .ifPresent(offset -> {
                    throw new IllegalArgumentException("offset " + offset + " cannot be: offsets begin at 0");
                });
    }

    private Map<String, Object> consumer(String what) {
        return settings.targetConsumer(what);
    }

    /** Ends the connections to both clusters. */
    @Override
    public synchronized void close() {
        shared.close();
        positions.close();
        if (checkpoints != null) {
            checkpoints.close();
        }
        if (groups != null) {
            groups.close();
        }
    }
}
