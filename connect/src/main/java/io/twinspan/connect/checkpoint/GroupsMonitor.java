package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterGroups;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.TopicSelection;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.connect.sync.TopicReconciler;
import io.twinspan.connect.sync.TopicReconciler.Desired;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look after another at the source's groups, for the connector, and at the checkpoints topic, which it creates. Confined to the
 * thread of its {@link Rounds}, but for {@link #groups}.
 */
final class GroupsMonitor implements Rounds.Round {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupsMonitor.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final int SHOWN = 20;

    private final CheckpointSettings settings;
    private final GroupFilter filter;
    private final TopicSelection selection;
    private final ClusterGroups source;
    private final TargetTopics target;
    private final Runnable news;

    // Written by the rounds' thread; read by Connect's.
    private volatile @Nullable List<String> groups;

    private Set<Problem> reported = Set.of();
    private List<String> reportedConnectors = List.of();

    /**
     * @param news called after each look that found other groups than the one before
     */
    GroupsMonitor(
            CheckpointSettings settings,
            GroupFilter filter,
            TopicSelection selection,
            ClusterGroups source,
            TargetTopics target,
            Runnable news) {
        this.settings = settings;
        this.filter = filter;
        this.selection = selection;
        this.source = source;
        this.target = target;
        this.news = news;
    }

    /** The groups to translate, in order; null before the first look that went well. */
    @Nullable
    List<String> groups() {
        return groups;
    }

    /** Whether a group is known to be a share group; may be asked on any thread. */
    boolean isShare(String group) {
        return source.isShare(group);
    }

    @Override
    public long run() {
        createTopic();
        var problems = new ArrayList<Problem>();
        var listed = new TreeSet<>(source.list(problems));
        // The link's own progress is no application's; on the target, the way back may commit its own under this name.
        listed.remove(settings.config().get(LinkOptions.PROGRESS_GROUP).strip());
        var discovery = GroupDiscovery.of(listed, filter);
        var offsets = source.offsets(discovery.all(), problems);
        List<String> before = groups;
        var found = new TreeSet<>(GroupDiscovery.concerned(discovery.accepted(), offsets, selection::selects));
        if (before != null) {
            // A group that could not be read for once stays where it is.
            before.stream()
                    .filter(group -> discovery.accepted().contains(group) && !offsets.containsKey(group))
                    .forEach(found::add);
        }
        List<String> now = List.copyOf(found);
        report(before, now, GroupDiscovery.concerned(discovery.connectors(), offsets, selection::selects), problems);
        groups = now;
        if (!now.equals(before)) {
            news.run();
        }
        Duration interval = settings.refreshInterval();
        long waitMs = interval == null ? TimeUnit.DAYS.toMillis(365) : interval.toMillis();
        return problems.isEmpty() ? waitMs : Math.min(waitMs, LOOK_AGAIN.toMillis());
    }

    private void createTopic() {
        String topic = settings.topics().checkpoints();
        TargetTopics.Observed observed = target.observe(List.of(topic));
        if (observed.partitions().containsKey(topic)) {
            return;
        }
        var wanted = new Desired(topic, 1, settings.replication(), InternalTopics.CONFIGS);
        List<TopicChange> changes = List.of(new TopicChange.Create(wanted));
        TopicReconciler.requireReplication(changes, target.brokers(), GroupOptions.CHECKPOINTS_REPLICATION.name());
        var problems = new ArrayList<>(observed.problems());
        problems.addAll(target.apply(changes));
        // Where nothing was refused, it is there, though the next broker that is asked may not know it yet.
        if (!problems.isEmpty() && !target.observe(List.of(topic)).partitions().containsKey(topic)) {
            throw new TransientFailure("Checkpoints topic " + topic + " is missing on "
                    + settings.link().target() + " and could not be created: " + problems);
        }
    }

    private void report(
            @Nullable List<String> before, List<String> now, List<String> connectors, List<Problem> problems) {
        if (!now.equals(before)) {
            var fresh = new TreeSet<>(now);
            var gone = new TreeSet<>(before == null ? List.of() : before);
            gone.removeAll(now);
            fresh.removeAll(before == null ? List.of() : before);
            LOGGER.info(
                    "Link {}: {} groups to translate; new: {}; gone: {}",
                    settings.link(),
                    now.size(),
                    shown(fresh),
                    shown(gone));
        }
        if (!connectors.equals(reportedConnectors) && !connectors.isEmpty()) {
            LOGGER.warn(
                    "Link {}: the groups of sink connectors {} have positions in topics that the link copies, but are not"
                            + " translated, because '{}' leaves them out. If the connectors are to go on at the target, set '{}'"
                            + " to a list without 'connect-.*'.",
                    settings.link(),
                    connectors,
                    GroupOptions.GROUPS_EXCLUDE.name(),
                    GroupOptions.GROUPS_EXCLUDE.name());
        }
        reportedConnectors = connectors;
        var fresh = Set.copyOf(problems);
        fresh.stream()
                .filter(problem -> !reported.contains(problem))
                .forEach(problem -> LOGGER.warn("Link {}: {}", settings.link(), problem));
        reported = fresh;
    }

    private static String shown(Set<String> names) {
        String some = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return "[" + some + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more]" : "]");
    }
}
