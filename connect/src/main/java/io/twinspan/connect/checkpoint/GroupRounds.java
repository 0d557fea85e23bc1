package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterGroups;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.checkpoint.GroupSync.Outcome;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.translation.GroupStatus.Sync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's talk with the clusters about its groups: reads what they have committed on the source, and commits what is translated on
 * the target, each at its own interval. Confined to the thread of its {@link Rounds}, but for the values that it hands out and is
 * handed, which are immutable.
 */
final class GroupRounds implements Rounds.Round {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupRounds.class);
    private static final long SOON_MS = 250;

    private final CheckpointSettings settings;
    private final Collection<String> groups;
    private final ClusterGroups source;
    private final ClusterGroups target;
    private final Shared shared;
    private final Function<Collection<String>, Map<String, Map<TopicPartition, Set<Long>>>> earlier;
    private final BooleanSupplier mayCommit;
    private final LongSupplier clockMs;

    private volatile @Nullable GroupOffsets offsets;
    private volatile @Nullable Map<String, Map<TopicPartition, OffsetAndMetadata>> translated;
    private volatile Map<String, Outcome> outcomes = Map.of();

    private Set<Problem> reported = Set.of();
    private @Nullable GroupSync sync;
    private long nextRead = Long.MIN_VALUE;
    private long nextSync = Long.MIN_VALUE;

    /**
     * @param groups those of the task
     * @param shared looks at what concerns topics with the same name on both sides
     * @param earlier reads the offsets that an earlier life of the link may have committed for groups on the target
     * @param mayCommit whether an operator lets the link commit offsets on the target
     */
    GroupRounds(
            CheckpointSettings settings,
            Collection<String> groups,
            ClusterGroups source,
            ClusterGroups target,
            Shared shared,
            Function<Collection<String>, Map<String, Map<TopicPartition, Set<Long>>>> earlier,
            BooleanSupplier mayCommit,
            LongSupplier clockMs) {
        this.settings = settings;
        this.groups = groups;
        this.source = source;
        this.target = target;
        this.shared = shared;
        this.earlier = earlier;
        this.mayCommit = mayCommit;
        this.clockMs = clockMs;
    }

    /** What else has to be known of topics that have the same name on both sides. */
    interface Shared {
        /** Adds it to positions that were just read. */
        GroupOffsets look(GroupOffsets read);
    }

    /** What the groups have committed on the source; null before the first reading. */
    @Nullable
    GroupOffsets offsets() {
        return offsets;
    }

    /** What is to be committed on the target from now on. */
    void translated(Map<String, Map<TopicPartition, OffsetAndMetadata>> newest) {
        translated = newest;
    }

    /** What became of the groups on the target, the last time. */
    Map<String, Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public long run() {
        long now = clockMs.getAsLong();
        Duration emit = settings.emitInterval();
        if (emit != null && now >= nextRead) {
            read();
            nextRead = now + emit.toMillis();
        }
        var wanted = translated;
        Duration interval = settings.syncInterval();
        if (interval != null && wanted != null && now >= nextSync) {
            nextSync = now + interval.toMillis();
            sync(wanted);
        }
        long due = Math.min(nextRead, interval == null ? Long.MAX_VALUE : Math.max(nextSync, now + SOON_MS));
        return Math.max(1, Math.min(due - clockMs.getAsLong(), Integer.MAX_VALUE));
    }

    private void read() {
        var problems = new ArrayList<Problem>();
        GroupOffsets before = offsets;
        var now = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        if (before != null) {
            // Of a group that cannot be read for once, the last known still holds.
            now.putAll(before.byGroup());
        }
        now.putAll(source.offsets(groups, problems));
        offsets = shared.look(new GroupOffsets(before == null ? 1 : before.reading() + 1, now));
        var fresh = Set.copyOf(problems);
        fresh.stream()
                .filter(problem -> !reported.contains(problem))
                .forEach(problem -> LOGGER.warn("Link {}: {}", settings.link(), problem));
        reported = fresh;
    }

    /** A failure of the target must not keep the source's groups from being read. */
    private void sync(Map<String, Map<TopicPartition, OffsetAndMetadata>> wanted) {
        try {
            GroupSync running = sync;
            if (running == null) {
                running = new GroupSync(new TargetGroups(target), earlier.apply(groups), mayCommit);
                sync = running;
            }
            Map<String, Outcome> now = running.run(wanted);
            report(outcomes, now);
            outcomes = now;
        } catch (ReplicationException e) {
            LOGGER.warn(
                    "Link {}: committing group offsets failed; it is tried again. {}", settings.link(), e.getMessage());
            outcomes = failed(wanted.keySet(), e);
        }
    }

    private static Map<String, Outcome> failed(Collection<String> groups, ReplicationException why) {
        var failed = new HashMap<String, Outcome>();
        groups.forEach(group -> failed.put(group, new Outcome(Sync.FAILED, String.valueOf(why.getMessage()))));
        return Map.copyOf(failed);
    }

    private void report(Map<String, Outcome> before, Map<String, Outcome> now) {
        List<String> again = new ArrayList<>();
        now.forEach((group, outcome) -> {
            Outcome last = before.get(group);
            if (outcome.sync() == Sync.IN_STEP) {
                if (last != null && last.sync() != Sync.IN_STEP) {
                    again.add(group);
                }
            } else if (!outcome.equals(last)) {
                LOGGER.warn("Link {}: group {}: {}", settings.link(), group, outcome.detail());
            }
        });
        if (!again.isEmpty()) {
            LOGGER.info("Link {}: groups {} are in step on the target again.", settings.link(), again);
        }
    }
}
