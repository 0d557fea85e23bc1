package io.twinspan.connect.sync;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.sync.AclTranslation.Naming;
import io.twinspan.connect.sync.SyncMemory.Remembered;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.SyncedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the target's ACLs in step with those of the source. Confined to the monitor thread. */
public final class AclSync {
    private static final Logger LOGGER = LoggerFactory.getLogger(AclSync.class);

    private final LinkName link;
    private final ClusterAcls source;
    private final ClusterAcls target;
    private final SyncMemory memory;
    private final Naming naming;
    private final @Nullable Predicate<String> groups;
    private final BooleanSupplier mayChange;
    private @Nullable Problem absence;

    /**
     * @param groups which groups' ACLs follow the source, null for none
     * @param mayChange whether anything may be changed; asked before and after the source was looked at
     */
    public AclSync(
            LinkName link,
            ClusterAcls source,
            ClusterAcls target,
            SyncMemory memory,
            Naming naming,
            @Nullable Predicate<String> groups,
            BooleanSupplier mayChange) {
        this.link = link;
        this.source = source;
        this.target = target;
        this.memory = memory;
        this.naming = naming;
        this.groups = groups;
        this.mayChange = mayChange;
    }

    /**
     * What is to be done. Immutable.
     *
     * @param forgotten what need not be remembered any more, since it is nowhere
     * @param heldBack what is to be remembered anew of rights that are held back
     * @param absence why nothing can be compared, where that is no error: a cluster without an authorizer
     */
    public record Plan(
            List<AclChange> changes,
            List<AclBinding> forgotten,
            List<SyncedRecord.HeldBack> heldBack,
            List<Problem> problems,
            @Nullable Problem absence) {
        public Plan {
            changes = List.copyOf(changes);
            forgotten = List.copyOf(forgotten);
            heldBack = List.copyOf(heldBack);
            problems = List.copyOf(problems);
        }

        static Plan nothing(ClusterAcls.Observed observed) {
            Problem why = observed.absence();
            return observed.refused() && why != null
                    ? new Plan(List.of(), List.of(), List.of(), List.of(why), null)
                    : new Plan(List.of(), List.of(), List.of(), List.of(), why);
        }
    }

    /**
     * Compares, and changes nothing.
     *
     * @param copied the source topics that are selected and exist
     */
    public Plan plan(Collection<String> copied) {
        Set<ResourceType> types =
                groups == null ? Set.of(ResourceType.TOPIC) : Set.of(ResourceType.TOPIC, ResourceType.GROUP);
        ClusterAcls.Observed there = source.observe(types);
        if (there.absence() != null) {
            return Plan.nothing(there);
        }
        // Removals of groups' ACLs must see them even when groups are no longer asked for.
        ClusterAcls.Observed here = target.observe(Set.of(ResourceType.TOPIC, ResourceType.GROUP));
        if (here.absence() != null) {
            return Plan.nothing(here);
        }
        var problems = new ArrayList<Problem>();
        Remembered remembered = Remembered.NOTHING;
        try {
            remembered = memory.read();
        } catch (ReplicationException e) {
            problems.add(ConfigSync.noMemory(e));
        }
        Predicate<String> admitted = groups == null ? group -> false : groups;
        var translation = new AclTranslation(naming, copied, admitted);
        Set<AclBinding> desired = translation.translate(there.bindings());
        return new Plan(
                AclReconciler.plan(here.bindings(), desired, remembered.acls()),
                AclReconciler.forgotten(here.bindings(), desired, remembered.acls()),
                heldBack(remembered.heldBack(), translation.heldBack(there.bindings())),
                problems,
                null);
    }

    private static List<SyncedRecord.HeldBack> heldBack(Set<AclBinding> before, Set<AclBinding> now) {
        var news = new ArrayList<SyncedRecord.HeldBack>();
        now.stream()
                .filter(binding -> !before.contains(binding))
                .forEach(binding -> news.add(new SyncedRecord.HeldBack(binding, true)));
        before.stream()
                .filter(binding -> !now.contains(binding))
                .forEach(binding -> news.add(new SyncedRecord.HeldBack(binding, false)));
        return news;
    }

    /** Compares and makes the changes, if any may be made; returns what stands in the way. */
    public List<Problem> run(Collection<String> copied) {
        if (!mayChange.getAsBoolean()) {
            return List.of();
        }
        Plan plan = plan(copied);
        if (!mayChange.getAsBoolean()) {
            return List.of();
        }
        Problem nothing = plan.absence();
        if (nothing != null && !nothing.equals(absence)) {
            LOGGER.info("Link {}: {}", link, nothing);
        }
        absence = nothing;
        var problems = new ArrayList<>(plan.problems());
        // First remembered, then added: a right that nobody remembers would outlive its withdrawal at the source,
        // so it is not given until it can be remembered.
        boolean remembered = write(
                plan.changes().stream()
                        .filter(AclChange.Add.class::isInstance)
                        .map(change -> new SyncedRecord.OfAcl(change.binding(), true))
                        .toList(),
                problems);
        List<AclChange> changes = remembered ? plan.changes() : AclReconciler.withoutGrants(plan.changes());
        Map<AclChange, Problem> failed = target.apply(changes);
        failed.values().stream().distinct().forEach(problems::add);
        var forget = new ArrayList<SyncedRecord>();
        plan.forgotten().forEach(binding -> forget.add(new SyncedRecord.OfAcl(binding, false)));
        for (AclChange change : changes) {
            if (failed.containsKey(change)) {
                continue;
            }
            LOGGER.info("Link {}: {}", link, change.sentence());
            if (change instanceof AclChange.Remove) {
                forget.add(new SyncedRecord.OfAcl(change.binding(), false));
            }
        }
        write(forget, problems);
        write(plan.heldBack(), problems);
        return problems;
    }

    private boolean write(List<? extends SyncedRecord> records, List<Problem> problems) {
        try {
            if (!records.isEmpty()) {
                memory.write(records);
            }
            return true;
        } catch (ReplicationException e) {
            Problem problem = ConfigSync.noMemory(e);
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return false;
        }
    }
}
