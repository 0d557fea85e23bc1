package io.twinspan.connect.source;

import io.twinspan.connect.source.Discovery.Described;
import io.twinspan.connect.source.Discovery.SourceTopic;
import io.twinspan.connect.sync.Problem;
import io.twinspan.connect.sync.SmallTopic;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.connect.sync.TopicReconciler;
import io.twinspan.connect.sync.TopicReconciler.Desired;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
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
     * @param problems what stands in the way of the others
     * @param created target topics that this look created or grew
     */
    record Outcome(Map<String, Integer> partitions, List<Problem> problems, List<String> created) {
        static final Outcome NOTHING = new Outcome(Map.of(), List.of(), List.of());

        Outcome {
            partitions = Map.copyOf(partitions);
            problems = List.copyOf(problems);
            created = List.copyOf(created);
        }
    }

    /**
     * Looks, and creates what is missing.
     *
     * @param before the partitions that were copied until now; a topic that cannot be looked at for once keeps its partitions
     */
    Outcome run(Map<String, Integer> before) {
        var selected = Discovery.select(source.list(), selection);
        var described = source.describe(selected);
        var problems = new ArrayList<Problem>();
        described.replaceAll((topic, answer) -> keepKnown(topic, answer, before, problems));
        var discovery = Discovery.of(selection, described);
        problems.addAll(discovery.problems());

        var names = new ArrayList<>(
                discovery.topics().stream().map(SourceTopic::target).toList());
        names.add(positionsTopic);
        var observed = target.observe(names);
        var changes = changes(discovery, observed, problems);
        requireReplication(changes);
        problems.addAll(target.apply(changes));
        if (!changes.isEmpty()) {
            observed = target.observe(names);
        }
        problems.addAll(observed.problems());
        if (!observed.partitions().containsKey(positionsTopic)) {
            // Without it no position can be stored; then nothing is copied, rather than copied without a trace.
            problems.add(new Problem(
                    "positions topic " + positionsTopic,
                    "is missing on " + settings.link().target()
                            + " and could not be created; nothing is copied until it is there"));
            return new Outcome(Map.of(), problems, List.of());
        }
        beside.stream().map(SmallTopic::ensure).filter(Objects::nonNull).forEach(problems::add);
        return new Outcome(copyable(discovery, observed.partitions()), problems, done(changes, observed.partitions()));
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
                        configs.getOrDefault(topic.name(), Map.of())));
            }
        }
        var changes = new ArrayList<>(TopicReconciler.plan(observed.partitions(), desired));
        if (!observed.partitions().containsKey(positionsTopic) && !unknown.contains("target topic " + positionsTopic)) {
            changes.add(new TopicChange.Create(new Desired(
                    positionsTopic,
                    settings.positionsPartitions(),
                    settings.positionsReplication(),
                    Map.of("cleanup.policy", "compact"))));
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
