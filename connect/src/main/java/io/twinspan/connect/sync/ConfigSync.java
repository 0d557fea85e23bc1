package io.twinspan.connect.sync;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.sync.ConfigReconciler.Observed;
import io.twinspan.connect.sync.ConfigSelection.Selected;
import io.twinspan.connect.sync.SyncMemory.Remembered;
import io.twinspan.connect.sync.TargetConfigs.Applied;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.SyncedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the configs of the target's topics in step with the source's. Confined to the monitor thread. */
public final class ConfigSync {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConfigSync.class);

    private final LinkName link;
    private final SourceConfigs source;
    private final TargetConfigs target;
    private final SyncMemory memory;
    private final ConfigPropertyFilter filter;
    private final BooleanSupplier mayChange;
    private List<ConfigChange> refused = List.of();
    private Set<ConfigChange> left = Set.of();

    /** Reads what the source says of its topics' configs. */
    @FunctionalInterface
    public interface SourceConfigs {
        /** What each of these topics says, of those that can be read; problems for the others. */
        Map<String, Selected> read(Collection<String> topics, Collection<Problem> problems);
    }

    /** @param mayChange whether anything may be changed; asked before and after the source was looked at */
    public ConfigSync(
            LinkName link,
            SourceConfigs source,
            TargetConfigs target,
            SyncMemory memory,
            ConfigPropertyFilter filter,
            BooleanSupplier mayChange) {
        this.link = link;
        this.source = source;
        this.target = target;
        this.memory = memory;
        this.filter = filter;
        this.mayChange = mayChange;
    }

    /**
     * What is to be done. Immutable.
     *
     * @param memory what to remember of each topic while it is done; nothing if it is not known what is remembered
     */
    public record Plan(List<ConfigChange> changes, Map<String, Map<String, String>> memory, List<Problem> problems) {
        public Plan {
            changes = List.copyOf(changes);
            memory = Map.copyOf(memory);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Compares, and changes nothing.
     *
     * @param topics the target topic of each copied source topic
     */
    public Plan plan(Map<String, String> topics) {
        var problems = new ArrayList<Problem>();
        Map<String, Observed> observed = target.observe(topics.values(), problems);
        var existing = new ArrayList<String>();
        topics.forEach((name, copy) -> {
            if (observed.containsKey(copy)) {
                existing.add(name);
            }
        });
        var desired = new HashMap<String, Selected>();
        source.read(existing, problems)
                .forEach((name, selected) -> desired.put(topics.getOrDefault(name, ""), selected));
        Remembered remembered = Remembered.NOTHING;
        boolean knows = true;
        try {
            remembered = memory.read();
        } catch (ReplicationException e) {
            knows = false;
            problems.add(noMemory(e));
        }
        List<ConfigChange> changes = ConfigReconciler.plan(
                observed, desired, remembered.configs(), name -> ConfigSelection.governs(filter, name));
        // Without knowing what is remembered, nothing is overwritten there.
        return new Plan(changes, knows ? ConfigReconciler.memory(observed, desired, changes) : Map.of(), problems);
    }

    private static List<SyncedRecord.OfConfigs> news(Remembered remembered, Map<String, Map<String, String>> wanted) {
        var records = new ArrayList<SyncedRecord.OfConfigs>();
        new TreeMap<>(wanted).forEach((topic, values) -> {
            if (!values.equals(remembered.configs().getOrDefault(topic, Map.of()))) {
                records.add(new SyncedRecord.OfConfigs(topic, values));
            }
        });
        return records;
    }

    static Problem noMemory(ReplicationException e) {
        return new Problem(
                "what the link put on the target",
                "is not known or cannot be stored, so nothing is taken back and no right is given there until it is: "
                        + e.getMessage());
    }

    /** Compares and makes the changes, if any may be made; returns what stands in the way. */
    public List<Problem> run(Map<String, String> topics) {
        if (!mayChange.getAsBoolean()) {
            return List.of();
        }
        Plan plan = plan(topics);
        if (!mayChange.getAsBoolean()) {
            return List.of();
        }
        var problems = new ArrayList<>(plan.problems());
        // Remembered before it is done and forgotten after: whatever happens in between, what the link set is not
        // taken for somebody else's. Only what was refused before is not expected to stand there.
        remember(ConfigReconciler.settled(plan.memory(), List.of(), refused), problems);
        Applied applied = target.apply(plan.changes());
        problems.addAll(applied.problems());
        refused = applied.refused();
        remember(ConfigReconciler.settled(plan.memory(), applied.done(), refused), problems);
        report(plan, applied);
        return problems;
    }

    private void remember(Map<String, Map<String, String>> wanted, List<Problem> problems) {
        if (wanted.isEmpty()) {
            return;
        }
        try {
            List<SyncedRecord.OfConfigs> records = news(memory.read(), wanted);
            if (!records.isEmpty()) {
                memory.write(records);
            }
        } catch (ReplicationException e) {
            Problem problem = noMemory(e);
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
        }
    }

    private void report(Plan plan, Applied applied) {
        for (ConfigChange change : applied.done()) {
            LOGGER.info("Link {}: target topic {}: {}", link, change.topic(), change.sentence());
        }
        var leftNow = new HashSet<ConfigChange>();
        for (ConfigChange change : plan.changes()) {
            if (change instanceof ConfigChange.Leave) {
                leftNow.add(change);
                if (!left.contains(change)) {
                    LOGGER.info("Link {}: target topic {}: {}", link, change.topic(), change.sentence());
                }
            }
        }
        left = leftNow;
    }
}
