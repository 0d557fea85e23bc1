package io.twinspan.connect.source;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.sync.AclSync;
import io.twinspan.connect.sync.ConfigSync;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done between the looks at the clusters, each at its own interval: keeping configs and ACLs in step. One that fails is
 * repeated soon and takes nothing else down. Confined to the monitor thread; time is an argument.
 */
final class Chores {
    private static final Logger LOGGER = LoggerFactory.getLogger(Chores.class);
    private static final long RETRY_MS = 30_000;

    private final LinkName link;
    private final List<Chore> chores = new ArrayList<>();

    Chores(LinkName link) {
        this.link = link;
    }

    /** Those that the settings ask for. */
    static Chores of(SourceSettings settings, LinkParts parts) {
        var chores = new Chores(settings.link());
        SyncSettings sync = settings.sync();
        ConfigSync configs = parts.configs();
        if (configs != null) {
            chores.add("comparing configs", sync.configs(), outcome -> configs.run(copies(outcome, parts::targetOf)));
        }
        AclSync acls = parts.acls();
        if (acls != null) {
            chores.add("comparing ACLs", sync.acls(), outcome -> acls.run(outcome.selected()));
        }
        return chores;
    }

    private static Map<String, String> copies(Refresh.Outcome outcome, UnaryOperator<String> targetOf) {
        var copies = new TreeMap<String, String>();
        outcome.partitions().keySet().forEach(topic -> copies.put(topic, targetOf.apply(topic)));
        return copies;
    }

    /** Adds one; an interval of null is never. */
    void add(String name, @Nullable Duration interval, Function<Refresh.Outcome, List<Problem>> work) {
        if (interval != null) {
            chores.add(new Chore(name, interval.toMillis(), work));
        }
    }

    /** Does what is due; returns how long until something is again. */
    long run(Refresh.Outcome outcome, long nowMs) {
        long next = Long.MAX_VALUE;
        for (Chore chore : chores) {
            if (chore.isDue(outcome, nowMs)) {
                chore.run(outcome, nowMs);
            }
            next = Math.min(next, chore.dueMs - nowMs);
        }
        return next;
    }

    /** One of them. */
    private final class Chore {
        private final String name;
        private final long intervalMs;
        private final Function<Refresh.Outcome, List<Problem>> work;
        private long dueMs = Long.MIN_VALUE;
        private Set<String> topics = Set.of();
        private Set<Problem> reported = Set.of();

        Chore(String name, long intervalMs, Function<Refresh.Outcome, List<Problem>> work) {
            this.name = name;
            this.intervalMs = intervalMs;
            this.work = work;
        }

        /** New topics do not wait for their turn: what holds for them at the source is to hold at once. */
        boolean isDue(Refresh.Outcome outcome, long nowMs) {
            return nowMs >= dueMs || !topics.equals(outcome.partitions().keySet());
        }

        void run(Refresh.Outcome outcome, long nowMs) {
            topics = outcome.partitions().keySet();
            try {
                List<Problem> problems = work.apply(outcome);
                report(problems);
                dueMs = nowMs + (problems.isEmpty() ? intervalMs : Math.min(intervalMs, RETRY_MS));
            } catch (InterruptException e) {
                // The monitor is being closed; the thread's flag is set again, so it sees that next.
                LOGGER.debug("Link {}: {} was interrupted", link, name, e);
            } catch (RuntimeException e) {
                // Whatever it is, of a plug-in too: the monitor must not end in silence.
                report(List.of(new Problem(name, "failed, and is tried again: " + e.getMessage())));
                if (!(e instanceof ReplicationException)) {
                    LOGGER.debug("Link {}: {} failed", link, name, e);
                }
                dueMs = nowMs + Math.min(intervalMs, RETRY_MS);
            }
        }

        private void report(List<Problem> problems) {
            var fresh = new HashSet<>(problems);
            for (Problem problem : fresh) {
                if (!reported.contains(problem)) {
                    LOGGER.warn("Link {}: {}", link, problem);
                }
            }
            if (fresh.isEmpty() && !reported.isEmpty()) {
                LOGGER.info("Link {}: {}: what stood in the way is gone.", link, name);
            }
            reported = fresh;
        }
    }
}
