package io.twinspan.connect.source;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.Discovery.Described;
import io.twinspan.connect.source.Discovery.SourceTopic;
import io.twinspan.connect.sync.ConfigSelection.Selected;
import io.twinspan.connect.sync.SmallTopic;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.connect.sync.TopicReconciler;
import io.twinspan.connect.sync.TopicReconciler.Desired;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;

/**
 * One look at both clusters: finds the topics, makes the target's topics fit, and says which partitions can be copied. Confined
 * to the monitor thread.
 */
final class Refresh {
    private final SourceSettings settings;
    private final TopicSelection selection;
    private final ConfigPropertyFilter configFilter;
    private final SourceTopics source;
    private final TargetTopics target;
    private final String positionsTopic;
    private final List<SmallTopic> beside;

    /** @param beside topics that something beside the copying needs */
    Refresh(
            SourceSettings settings,
            TopicSelection selection,
            ConfigPropertyFilter configFilter,
            SourceTopics source,
            TargetTopics target,
            String positionsTopic,
            List<SmallTopic> beside) {
        this.settings = settings;
        this.selection = selection;
        this.configFilter = configFilter;
        this.source = source;
        this.target = target;
        this.positionsTopic = positionsTopic;
        this.beside = List.copyOf(beside);
    }

    /**
     * What can be copied now. Immutable.
     *
     * @param partitions of each source topic that has its place on the target
     * @param selected the source topics that are to be copied, whether they can be or not
     * @param problems what stands in the way of the others
     * @param created target topics that this look created or grew
     */
    record Outcome(
            Map<String, Integer> partitions, List<String> selected, List<Problem> problems, List<String> created) {
        static final Outcome NOTHING = new Outcome(Map.of(), List.of(), List.of(), List.of());

        Outcome {
            partitions = Map.copyOf(partitions);
            selected = List.copyOf(selected);
            problems = List.copyOf(problems);
            created = List.copyOf(created);
        }
    }

    /**
     * What a look found, and what it would change. Immutable.
     *
     * @param selected the source topics that are to be copied
     */
    record Examined(
            List<String> selected,
            Discovery discovery,
            TargetTopics.Observed observed,
            List<TopicChange> changes,
            List<Problem> problems) {
        Examined {
            selected = List.copyOf(selected);
            changes = List.copyOf(changes);
            problems = List.copyOf(problems);
        }

        /** The target topic of each source topic that the target has already. */
        Map<String, String> copies() {
            var copies = new TreeMap<String, String>();
            for (SourceTopic topic : discovery.topics()) {
                if (observed.partitions().containsKey(topic.target())) {
                    copies.put(topic.name(), topic.target());
                }
            }
            return copies;
        }
    }

    /**
     * Looks, and changes nothing.
     *
     * @param before the partitions that were copied until now; a topic that cannot be looked at for once keeps its partitions
     */
    Examined examine(Map<String, Integer> before) {
        var selected = Discovery.select(source.list(), selection);
        var described = source.describe(selected);
        var problems = new ArrayList<Problem>();
        described.replaceAll((topic, answer) -> keepKnown(topic, answer, before, problems));
        var discovery = Discovery.of(selection, described);
        problems.addAll(discovery.problems());
        var observed = target.observe(names(discovery));
        var changes = changes(discovery, observed, problems);
        requireReplication(changes);
        return new Examined(selected, discovery, observed, changes, problems);
    }

    private List<String> names(Discovery discovery) {
        var names = new ArrayList<>(
                discovery.topics().stream().map(SourceTopic::target).toList());
        names.add(positionsTopic);
        return names;
    }

    /** Looks, and creates what is missing; {@code before} as in {@link #examine}. */
    Outcome run(Map<String, Integer> before) {
        Examined examined = examine(before);
        Discovery discovery = examined.discovery();
        List<TopicChange> changes = examined.changes();
        var observed = examined.observed();
        var problems = new ArrayList<>(examined.problems());
        problems.addAll(target.apply(changes));
        if (!changes.isEmpty()) {
            observed = target.observe(names(discovery));
        }
        problems.addAll(observed.problems());
        if (!observed.partitions().containsKey(positionsTopic)) {
            // Without it no position can be stored; then nothing is copied, rather than copied without a trace.
            problems.add(new Problem(
                    "positions topic " + positionsTopic,
                    "is missing on " + settings.link().target()
                            + " and could not be created; nothing is copied until it is there"));
            return new Outcome(Map.of(), examined.selected(), problems, List.of());
        }
        beside.stream().map(SmallTopic::ensure).filter(Objects::nonNull).forEach(problems::add);
        return new Outcome(
                copyable(discovery, observed.partitions()),
                examined.selected(),
                problems,
                done(changes, observed.partitions()));
    }

    private static Described keepKnown(
            String topic, Described answer, Map<String, Integer> before, List<Problem> problems) {
        Integer known = before.get(topic);
        if (answer.refusal() == null || known == null) {
            return answer;
        }
        problems.add(new Problem("source topic " + topic, answer.refusal()));
        return Described.partitions(known);
    }

    private List<TopicChange> changes(Discovery discovery, TargetTopics.Observed observed, List<Problem> problems) {
        var unknown = observed.problems().stream().map(Problem::subject).toList();
        var missing = discovery.topics().stream()
                .filter(topic -> !observed.partitions().containsKey(topic.target())
                        && !unknown.contains("target topic " + topic.target()))
                .map(SourceTopic::name)
                .toList();
        var configs = source.configs(missing, configFilter, problems);
        var desired = new ArrayList<Desired>();
        for (SourceTopic topic : discovery.topics()) {
            if (observed.partitions().containsKey(topic.target()) || configs.containsKey(topic.name())) {
                desired.add(new Desired(
                        topic.target(),
                        topic.partitions(),
                        settings.replicationFactor(),
                        configs.getOrDefault(topic.name(), Selected.NOTHING).all()));
            }
        }
        var changes = new ArrayList<>(TopicReconciler.plan(observed.partitions(), desired));
        if (!observed.partitions().containsKey(positionsTopic) && !unknown.contains("target topic " + positionsTopic)) {
            changes.add(new TopicChange.Create(new Desired(
                    positionsTopic,
                    settings.positionsPartitions(),
                    settings.positionsReplication(),
                    InternalTopics.CONFIGS)));
        }
        return changes;
    }

    private void requireReplication(List<TopicChange> changes) {
        if (changes.stream().noneMatch(TopicChange.Create.class::isInstance)) {
            return;
        }
        int brokers = target.brokers();
        List<TopicChange> ours =
                changes.stream().filter(c -> c.topic().equals(positionsTopic)).toList();
        List<TopicChange> theirs =
                changes.stream().filter(c -> !c.topic().equals(positionsTopic)).toList();
        TopicReconciler.requireReplication(theirs, brokers, SourceOptions.REPLICATION_FACTOR.name());
        TopicReconciler.requireReplication(ours, brokers, LinkOptions.POSITIONS_REPLICATION.name());
    }

    private static Map<String, Integer> copyable(Discovery discovery, Map<String, Integer> onTarget) {
        var partitions = new TreeMap<String, Integer>();
        for (SourceTopic topic : discovery.topics()) {
            int usable = Math.min(topic.partitions(), onTarget.getOrDefault(topic.target(), 0));
            if (usable > 0) {
                partitions.put(topic.name(), usable);
            }
        }
        return partitions;
    }

    private static List<String> done(List<TopicChange> changes, Map<String, Integer> onTarget) {
        return changes.stream()
                .map(TopicChange::topic)
                .filter(onTarget::containsKey)
                .toList();
    }
}
