package io.twinspan.control.group;

import io.twinspan.client.LinkClient;
import io.twinspan.client.LinkClientBuilder;
import io.twinspan.client.Located;
import io.twinspan.client.cluster.ClusterGroups;
import io.twinspan.client.cluster.ClusterGroups.Presence;
import io.twinspan.client.cluster.Problem;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.translation.Translation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the consumer groups of a link in both clusters, and commits where they are to go on. Confined to the calling thread; every step
 * is bounded in time.
 *
 * <p>A group's positions in topics of the source are translated to the copies; those in copies of the target's own topics, which a link
 * in the other direction made, back to these topics.
 */
public final class GroupSurvey implements AutoCloseable {
    private static final String CLIENT_ID = "twinspan-groups";
    private static final Comparator<GroupPlace> BY_PARTITION = Comparator.comparing(
                    (GroupPlace place) -> place.source().topic())
            .thenComparingInt(place -> place.source().partition());

    private final LinkView link;
    private final Duration limit;
    private final boolean asksSource;
    private final List<ClusterClient> ours = new ArrayList<>();
    private final ClusterClient sourceClient;
    private final ClusterClient targetClient;
    private final ClusterGroups source;
    private final ClusterGroups target;
    private final LinkClient there;
    private @Nullable LinkClient back;

    /**
     * A survey that asks both clusters, by clients that are the caller's.
     *
     * @throws ReplicationException if a client cannot be made
     */
    public GroupSurvey(LinkView link, ClusterClient source, ClusterClient target, Duration limit) {
        this(link, source, target, limit, true);
    }

    private GroupSurvey(LinkView link, ClusterClient source, ClusterClient target, Duration limit, boolean asksSource) {
        this.link = link;
        this.limit = limit;
        this.asksSource = asksSource;
        this.sourceClient = source;
        this.targetClient = target;
        this.source = new ClusterGroups(source.admin(), link.source().errors(), limit, List.of());
        this.target = new ClusterGroups(target.admin(), link.target().errors(), limit, List.of());
        this.there = client(source, target);
    }

    /**
     * A survey with clients of its own; asks nobody yet.
     *
     * @param asksSource whether the source may be asked what links in the other direction store there; without, and where others have
     *     written into a copy, its places are not known
     * @throws ReplicationException if a client cannot be made
     */
    static GroupSurvey open(LinkView link, Duration limit, boolean asksSource) {
        var source = new ClusterClient(link.source(), CLIENT_ID, limit);
        ClusterClient target = null;
        GroupSurvey made = null;
        try {
            target = new ClusterClient(link.target(), CLIENT_ID, limit);
            made = new GroupSurvey(link, source, target, limit, asksSource);
            made.ours.addAll(List.of(source, target));
            return made;
        } finally {
            if (made == null) {
                Utils.closeQuietly(source, "a client of the source");
                Utils.closeQuietly(target, "a client of the target");
            }
        }
    }

    private LinkClient client(ClusterClient from, ClusterClient to) {
        ClusterAccess fromCluster = from.cluster();
        ClusterAccess toCluster = to.cluster();
        LinkClientBuilder client = LinkClient.of(
                        fromCluster.alias().value(), toCluster.alias().value())
                .target(toCluster.connection())
                .admins(from.admin(), to.admin())
                .policy(link.internal().policy())
                .written(fromCluster.alias() + ".", toCluster.alias() + ".")
                .timeout(limit);
        return (asksSource ? client.source(fromCluster.connection()) : client).open();
    }

    /**
     * Every group of the source that the link translates and that has committed something in a topic which is on both sides.
     *
     * @param problems gets what could not be found out
     * @throws TransientFailure if a cluster does not answer
     */
    public List<GroupStanding> read(List<Problem> problems) {
        Map<String, Optional<Presence>> here = source.listed(problems);
        var names = new TreeSet<>(here.keySet());
        names.removeIf(group -> !link.groups().accepts(group));
        // Those of the target that are share groups count as such there, too.
        return read(names, new Listed(here, target.listed(problems)), problems);
    }

    /** The same for these groups. */
    public List<GroupStanding> read(Collection<String> names, List<Problem> problems) {
        return read(names, new Listed(Map.of(), Map.of()), problems);
    }

    /** Which groups had members a moment ago, where that is known already. Immutable. */
    private record Listed(Map<String, Optional<Presence>> source, Map<String, Optional<Presence>> target) {}

    private List<GroupStanding> read(Collection<String> names, Listed listed, List<Problem> problems) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = source.offsets(names, problems);
        committed.values().removeIf(Map::isEmpty);
        Map<TopicPartition, Map<Long, Located>> located = locate(committed.values());
        var found = new TreeMap<String, List<GroupPlace>>();
        committed.forEach((group, offsets) -> {
            var places = new ArrayList<GroupPlace>();
            offsets.forEach((partition, offset) -> {
                Located place = located.getOrDefault(partition, Map.of()).get(offset.offset());
                if (place != null) {
                    places.add(new GroupPlace(partition, place.partition(), offset, place.translation(), null, -1));
                }
            });
            if (!places.isEmpty()) {
                places.sort(BY_PARTITION);
                found.put(group, places);
            }
        });
        Map<String, Presence> onSource = presence(source, found.keySet(), listed.source(), problems);
        return standings(found, committed, onSource, listed.target(), problems);
    }

    /**
     * Groups as they are known from elsewhere than the source, with what the target knows of them.
     *
     * @param places of each group
     */
    public List<GroupStanding> known(Map<String, List<GroupPlace>> places, List<Problem> problems) {
        return standings(places, Map.of(), Map.of(), target.listed(problems), problems);
    }

    private List<GroupStanding> standings(
            Map<String, List<GroupPlace>> places,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
            Map<String, Presence> onSource,
            Map<String, Optional<Presence>> listed,
            List<Problem> problems) {
        Map<String, Presence> onTarget = presence(target, places.keySet(), listed, problems);
        Map<String, Map<TopicPartition, OffsetAndMetadata>> there = target.offsets(places.keySet(), problems);
        var standings = new ArrayList<GroupStanding>();
        places.forEach((group, ofGroup) -> {
            var others = new TreeSet<String>();
            committed.getOrDefault(group, Map.of()).keySet().forEach(partition -> others.add(partition.topic()));
            ofGroup.forEach(place -> others.remove(place.source().topic()));
            standings.add(new GroupStanding(
                            group, life(onSource.get(group)), life(onTarget.get(group)), ofGroup, List.copyOf(others))
                    .with(there.getOrDefault(group, Map.of())));
        });
        return standings;
    }

    /** Asks of those only that the listing said nothing of. */
    private static Map<String, Presence> presence(
            ClusterGroups cluster, Set<String> groups, Map<String, Optional<Presence>> listed, List<Problem> problems) {
        var presence = new TreeMap<String, Presence>();
        var others = new TreeSet<String>();
        for (String group : groups) {
            listed.getOrDefault(group, Optional.empty())
                    .ifPresentOrElse(known -> presence.put(group, known), () -> others.add(group));
        }
        if (!others.isEmpty()) {
            presence.putAll(cluster.presence(others, problems));
        }
        return presence;
    }

    private static Life life(@Nullable Presence presence) {
        if (presence == null) {
            return Life.UNKNOWN;
        }
        return presence == Presence.ACTIVE ? Life.ACTIVE : Life.QUIET;
    }

    /** Where these offsets of the source are on the target; without those in topics that are not on both sides. */
    private Map<TopicPartition, Map<Long, Located>> locate(
            Collection<Map<TopicPartition, OffsetAndMetadata>> committed) {
        var forth = new HashMap<TopicPartition, Set<Long>>();
        var ofTarget = new HashMap<TopicPartition, Set<Long>>();
        for (Map<TopicPartition, OffsetAndMetadata> offsets : committed) {
            offsets.forEach((partition, offset) -> {
                if (link.rules().reasonAgainst(partition.topic()).isEmpty()) {
                    forth.computeIfAbsent(partition, unused -> new HashSet<>()).add(offset.offset());
                } else if (link.target()
                        .alias()
                        .value()
                        .equals(link.internal().policy().topicSource(partition.topic()))) {
                    ofTarget.computeIfAbsent(partition, unused -> new HashSet<>())
                            .add(offset.offset());
                }
            });
        }
        var located = new HashMap<TopicPartition, Map<Long, Located>>();
        located.putAll(translate(forth));
        if (!ofTarget.isEmpty()) {
            located.putAll(translateBack(ofTarget));
        }
        return located;
    }

    /** Where source offsets are on the target. */
    public Map<TopicPartition, Map<Long, Located>> translate(Map<TopicPartition, Set<Long>> offsets) {
        return offsets.isEmpty() ? Map.of() : there.toTarget(offsets);
    }

    /** Positions in copies of the target's own topics; where the other link's map cannot be read, they are not known. */
    private Map<TopicPartition, Map<Long, Located>> translateBack(Map<TopicPartition, Set<Long>> offsets) {
        try {
            LinkClient other = back;
            if (other == null) {
                other = client(targetClient, sourceClient);
                back = other;
            }
            return other.toSource(offsets);
        } catch (ReplicationException e) {
            var unknown = new HashMap<TopicPartition, Map<Long, Located>>();
            offsets.forEach((partition, ofPartition) -> {
                var translated = new HashMap<Long, Located>();
                ofPartition.forEach(offset -> translated.put(
                        offset,
                        new Located(
                                partition,
                                Translation.unknown("it is in a copy of a topic of "
                                        + link.target().alias()
                                        + ", and the map of the link that made it cannot be read: "
                                        + e.getMessage()))));
                unknown.put(partition, translated);
            });
            return unknown;
        }
    }

    /** Reads what links have stored since. */
    public void refresh() {
        there.refresh();
        LinkClient other = back;
        if (other != null) {
            other.refresh();
        }
    }

    /** What is committed on the target for these groups. */
    public Map<String, Map<TopicPartition, OffsetAndMetadata>> onTarget(
            Collection<String> groups, List<Problem> problems) {
        return target.offsets(groups, problems);
    }

    /**
     * Commits offsets on the target for groups without members, and waits for each answer.
     *
     * @return why it failed, for each group where it did; see {@link ClusterGroups#commit}
     */
    public Map<String, Throwable> commit(Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets) {
        return target.commit(offsets);
    }

    /**
     * Has the target forget offsets of groups.
     *
     * @return why it failed, for each group where it did
     */
    public Map<String, Throwable> forget(Map<String, ? extends Collection<TopicPartition>> offsets) {
        return target.forget(offsets);
    }

    @Override
    public void close() {
        there.close();
        LinkClient other = back;
        if (other != null) {
            other.close();
        }
        ours.forEach(ClusterClient::close);
    }
}
