package io.twinspan.connect.source;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.Refresh.Outcome;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at both clusters again and again, on a thread of its own, and keeps what it saw last. A look that fails is repeated soon,
 * with growing pauses, and its reason can be asked for: it is never just missing. Thread-safe.
 */
final class LinkMonitor implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkMonitor.class);
    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LAST_RETRY_MS = 30_000;

    private final SourceSettings settings;
    private final Refresh refresh;
    private final SourceTopics source;
    private final Chores chores;
    private final Listener listener;
    private final Thread thread;
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    // Written by the monitor thread; read by Connect's.
    private volatile @Nullable State state;
    private volatile @Nullable RuntimeException failure;

    // Confined to the monitor thread.
    private Set<Problem> reported = Set.of();
    private long retryMs = FIRST_RETRY_MS;
    private String complaint = "";

    /** Told of news, on the monitor thread. */
    interface Listener {
        /** What can be copied, or its traffic, may have changed. */
        void onLook(State state);

        /** Only an operator can help; nothing was ever found to copy. */
        void onMisconfigured(Misconfigured error);
    }

    /** What the last look found. Immutable. */
    record State(Outcome outcome, LaneTraffic traffic) {

        /** Every partition to copy with its weight. */
        Map<TopicPartition, Long> lanes() {
            var lanes = new ArrayList<TopicPartition>();
            outcome.partitions().forEach((topic, count) -> {
                for (int partition = 0; partition < count; partition++) {
                    lanes.add(new TopicPartition(topic, partition));
                }
            });
            return traffic.weightsOf(lanes);
        }
    }

    LinkMonitor(SourceSettings settings, LinkParts parts, Listener listener) {
        this.settings = settings;
        this.refresh = parts.refresh();
        this.source = parts.source();
        this.chores = Chores.of(settings, parts);
        this.listener = listener;
        this.thread = new Thread(this::run, "twinspan-monitor-" + settings.link());
        this.thread.setDaemon(true);
    }

    LinkName link() {
        return settings.link();
    }

    void start() {
        thread.start();
    }

    /** Waits for the first look, at most this long; returns its failure, or null if it went well or is not over. */
    @Nullable
    RuntimeException awaitFirstLook(Duration atMost) throws InterruptedException {
        return looked.await(atMost.toMillis(), TimeUnit.MILLISECONDS) ? failure : null;
    }

    /** What was seen last, or null before the first look that went well. */
    @Nullable
    State state() {
        return state;
    }

    /** Why the last look failed, or null. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    private void run() {
        try {
            long lookAtMs = nowMs();
            long waitMs = 0;
            while (!closed.await(waitMs, TimeUnit.MILLISECONDS)) {
                if (nowMs() >= lookAtMs) {
                    lookAtMs = look() + nowMs();
                }
                waitMs = Math.max(0, Math.min(lookAtMs - nowMs(), chores()));
            }
        } catch (InterruptedException e) {
            LOGGER.debug("Link {}: the monitor was interrupted, so it stops.", settings.link(), e);
        }
    }

    /** Does what is due besides; returns how long until something is. */
    private long chores() {
        State seen = state;
        return seen == null || closed.getCount() == 0 ? Long.MAX_VALUE : chores.run(seen.outcome(), nowMs());
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Looks once; returns how long to wait until the next look. */
    private long look() throws InterruptedException {
        try {
            State before = state;
            Outcome outcome =
                    refresh.run(before == null ? Map.of() : before.outcome().partitions());
            requireSomething(outcome);
            var now = new State(outcome, before == null ? LaneTraffic.UNKNOWN : before.traffic());
            now = new State(
                    outcome, now.traffic().measured(source.ends(now.lanes().keySet()), System.currentTimeMillis()));
            report(before == null ? Outcome.NOTHING : before.outcome(), outcome);
            state = now;
            failure = null;
            complaint = "";
            looked.countDown();
            retryMs = FIRST_RETRY_MS;
            listener.onLook(now);
            return outcome.problems().isEmpty() ? untilNextLook() : Math.min(LAST_RETRY_MS, untilNextLook());
        } catch (RuntimeException e) {
            // Whatever it is, of a plug-in too: the monitor must not end in silence.
            if (closed.getCount() == 0 || Thread.interrupted()) {
                return untilNextLook();
            }
            return retryAfter(e);
        } finally {
            looked.countDown();
        }
    }

    private long retryAfter(RuntimeException e) {
        failure = e;
        long waitMs = retryMs;
        retryMs = Math.min(LAST_RETRY_MS, 2 * retryMs);
        String message = String.valueOf(e.getMessage());
        if (message.equals(complaint)) {
            LOGGER.debug("Link {}: looking at the clusters failed again: {}", settings.link(), message);
        } else {
            LOGGER.warn(
                    "Link {}: looking at the clusters failed; what runs goes on, and it is tried again, soon and then every {} s,"
                            + " until it works. {}",
                    settings.link(),
                    TimeUnit.MILLISECONDS.toSeconds(LAST_RETRY_MS),
                    message,
                    e instanceof ReplicationException ? null : e);
        }
        complaint = message;
        if (e instanceof Misconfigured misconfigured && state == null && looked.getCount() == 0) {
            // Not at the first look: whoever waits for that tells of it. A failed connector is not stopped by Connect.
            closed.countDown();
            listener.onMisconfigured(misconfigured);
        }
        return waitMs;
    }

    /** A link that can copy nothing at all because it is refused everything has failed, and must not look healthy. */
    private void requireSomething(Outcome outcome) {
        if (state == null
                && outcome.partitions().isEmpty()
                && !outcome.problems().isEmpty()) {
            throw new Misconfigured(
                    "topics",
                    "Link " + settings.link() + " can copy nothing, so the connector stops; restart it after the cure. "
                            + outcome.problems().get(0)
                            + (outcome.problems().size() == 1
                                    ? ""
                                    : " (and " + (outcome.problems().size() - 1) + " more)"));
        }
    }

    private long untilNextLook() {
        Duration interval = settings.refreshInterval();
        return interval == null ? TimeUnit.DAYS.toMillis(365) : interval.toMillis();
    }

    private void report(Outcome before, Outcome now) {
        var fresh = new HashSet<>(now.problems());
        for (Problem problem : now.problems()) {
            if (!reported.contains(problem)) {
                LOGGER.warn("Link {}: {}", settings.link(), problem);
            }
        }
        int solved = 0;
        for (Problem problem : reported) {
            solved += fresh.contains(problem) ? 0 : 1;
        }
        reported = fresh;
        List<String> added = difference(now.partitions(), before.partitions());
        List<String> gone = difference(before.partitions(), now.partitions());
        if (!added.isEmpty() || !gone.isEmpty() || !now.created().isEmpty() || solved > 0) {
            LOGGER.info(
                    "Link {}: {} topics to copy; new or grown: {}; gone: {}; created or grown on the target: {}; problems solved: {}",
                    settings.link(),
                    now.partitions().size(),
                    added,
                    gone,
                    now.created(),
                    solved);
        }
    }

    private static List<String> difference(Map<String, Integer> of, Map<String, Integer> from) {
        return of.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(from.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Ends the thread; waits for it a moment only, since a request to a dead cluster may hold it. */
    @Override
    public void close() {
        closed.countDown();
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
