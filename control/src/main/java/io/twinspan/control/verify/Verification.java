package io.twinspan.control.verify;

import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.verify.VerifyJournal.Unfinished;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.plan.LinkFacts;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.Planner;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.VerifyReport;
import io.twinspan.link.BatchScan;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One comparison of what both sides of a link hold, step by step, for as long as its host calls. Confined to one thread; every step is
 * bounded in time, and nothing moves between two.
 *
 * <p>It reads only. What the link copies meanwhile lies beyond the positions that were read when it began, and does not count; whoever
 * wants it compared, too, begins another one to {@link Extent#after} this one's reach.
 */
public final class Verification implements Verifying {
    private static final Logger LOGGER = LoggerFactory.getLogger(Verification.class);
    private static final String CLIENT_ID = "twinspan-verify";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final long KEEP_EVERY_MS = 10_000;

    /** So many threads compare at the same time, where nothing bounds the rate. */
    private static final int MOST_THREADS = 2;

    private final VerifiedLink link;
    private final Clock clock;
    private final String id;
    private final StoredRun run;
    private final Round round;
    private final Crew crew;
    private final @Nullable VerifyJournal journal;
    private final List<String> remarks;
    private final Set<TopicPartition> kept = new LinkedHashSet<>();
    private final long beganMs;
    private long keptMs;
    private boolean isEnded;
    private boolean isInJournal;
    private boolean isJournalBroken;

    private Verification(
            VerifiedLink link, VerifyRequest request, Prepared prepared, @Nullable VerifyJournal journal, Clock clock) {
        this.link = link;
        this.clock = clock;
        this.id = prepared.id();
        this.run = prepared.run();
        this.round = prepared.round();
        this.remarks = new ArrayList<>(prepared.remarks());
        this.journal = journal;
        this.crew = crew(link, request, round, clock);
        this.beganMs = clock.millis();
        this.keptMs = beganMs;
        this.kept.addAll(prepared.kept());
        this.isInJournal = !prepared.kept().isEmpty();
    }

    /** What is known before the first batch is read. Immutable, as far as the round is. */
    private record Prepared(String id, StoredRun run, Round round, List<String> remarks, Set<TopicPartition> kept) {}

    /**
     * Begins to compare.
     *
     * @param limit how long a cluster may take for one answer
     * @throws ReplicationException if a cluster does not answer, or the request cannot be
     */
    public static Verification begin(VerifiedLink link, VerifyRequest request, Clock clock, Duration limit) {
        return begin(link, request, null, clock, limit);
    }

    /** The same by facts that are at hand, or by its own clients if there are none. */
    public static Verification begin(
            VerifiedLink link, VerifyRequest request, @Nullable LinkFacts facts, Clock clock, Duration limit) {
        var planner = new Planner(link.view(), link.origins(), link.readCommitted(), clock, limit);
        List<PartitionPlan> plans = plan(link, request, planner, facts);
        Round round = Round.resume(plans, Map.of(), request.differences(), request.mostKeys());
        List<String> remarks = new ArrayList<>(planner.remarks());
        if (plans.isEmpty()) {
            remarks.add("the link copies no topic"
                    + (request.topics() == null ? "" : " whose name matches " + request.topics()));
        }
        var prepared = new Prepared(newId(clock), StoredRun.of(request, clock.millis()), round, remarks, Set.of());
        VerifyJournal journal = request.isKept() ? new VerifyJournal(link.view(), clock, limit) : null;
        return new Verification(link, request, prepared, journal, clock);
    }

    /**
     * Goes on with the last comparison that did not end, and that somebody had asked for; empty if all have.
     *
     * @param rateBytes bytes a second of both clusters together
     * @throws ReplicationException if a cluster does not answer
     */
    public static Optional<Verification> resume(VerifiedLink link, long rateBytes, Clock clock, Duration limit) {
        return resume(link, VerifyRequest.everything().at(rateBytes), false, clock, limit);
    }

    /**
     * The same of a pass of continuous verification.
     *
     * @param pace gives the rate and the buffers
     */
    public static Optional<Verification> resumePass(
            VerifiedLink link, VerifyRequest pace, Clock clock, Duration limit) {
        return resume(link, pace, true, clock, limit);
    }

    /** Whether a pass of continuous verification has not ended, as the records of a journal say. */
    public static boolean isPassUnfinished(List<JournalRecord> journal) {
        return VerifyJournal.lastUnfinished(journal, true).isPresent();
    }

    private static Optional<Verification> resume(
            VerifiedLink link, VerifyRequest pace, boolean isByItself, Clock clock, Duration limit) {
        var journal = new VerifyJournal(link.view(), clock, limit);
        Optional<Unfinished> found = journal.lastUnfinished(isByItself);
        if (found.isEmpty()) {
            journal.close();
            return Optional.empty();
        }
        Unfinished before = found.get();
        VerifyRequest request = before.run().request(pace.rateBytes(), pace.memoryBytes());
        var planner = new Planner(link.view(), link.origins(), link.readCommitted(), clock, limit);
        Round round = Round.resume(
                plan(link, request, planner, null), before.partitions(), request.differences(), request.mostKeys());
        var prepared = new Prepared(
                before.id(),
                before.run(),
                round,
                planner.remarks(),
                before.partitions().keySet());
        return Optional.of(new Verification(link, request, prepared, journal, clock));
    }

    private static List<PartitionPlan> plan(
            VerifiedLink link, VerifyRequest request, Planner planner, @Nullable LinkFacts facts) {
        Extent extent = request.extent();
        var wish = new Planner.Wish(
                request.pattern().asMatchPredicate(),
                extent.fromMs(),
                extent.toMs(),
                extent.lastRecords(),
                extent.lastBytes(),
                extent.sourceStarts(),
                extent.sourceEnds());
        List<PartitionPlan> plans = facts == null ? planner.plan(wish) : planner.plan(wish, facts);
        if (!link.isTransformed()) {
            return plans;
        }
        var transformed = new NotCompared(
                Reason.TRANSFORMED, 0, "the link transforms records, so that they are not the source's any more");
        return plans.stream()
                .map(plan -> new PartitionPlan(plan.partition(), plan.targetTopic(), List.of(), List.of(transformed)))
                .toList();
    }

    private static String newId(Clock clock) {
        return TIME.format(Instant.ofEpochMilli(clock.millis())) + "-"
                + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    }

    private static Crew crew(VerifiedLink link, VerifyRequest request, Round round, Clock clock) {
        List<Round> parts = round.parts(request.isFullSpeed() ? MOST_THREADS : 1);
        // At a bounded rate there is one part, which has all of it.
        var how = new LinkScan(link, CLIENT_ID, request.rateBytes(), request.memoryBytes() / parts.size());
        return new Crew(
                parts,
                part -> scan(how, parts.get(part).tasks()),
                clock,
                CLIENT_ID + "-" + link.view().name());
    }

    private static BatchScan scan(LinkScan how, List<PartitionTask> tasks) {
        Set<String> sourceTopics = new TreeSet<>();
        Set<String> targetTopics = new TreeSet<>();
        for (PartitionTask task : tasks) {
            if (!task.plan().legs().isEmpty()) {
                sourceTopics.add(task.plan().partition().topic());
                targetTopics.add(task.plan().targetTopic());
            }
        }
        return how.open(Math.min(Round.MOST_AT_ONCE, tasks.size()), sourceTopics, targetTopics);
    }

    /**
     * Compares for about so long; returns whether all is done.
     *
     * @throws TransientFailure if a cluster cannot be reached any more; what was compared is kept
     */
    @Override
    public boolean step(long maxMs) {
        boolean isDone = advance(maxMs);
        keepIfDue();
        if (isDone && !isEnded) {
            end();
        }
        return isDone;
    }

    private boolean advance(long maxMs) {
        try {
            return crew.step(maxMs);
        } catch (TransientFailure away) {
            throw new TransientFailure(
                    "link " + link.view().name() + " cannot be compared further: " + away.getMessage()
                            + (journal == null || isJournalBroken
                                    ? ""
                                    : ". Once it is back, 'twinspan verify FILE --resume' goes on where it stopped."),
                    away);
        }
    }

    private void keepIfDue() {
        long now = clock.millis();
        if (now - keptMs >= KEEP_EVERY_MS) {
            keptMs = now;
            keep();
        }
    }

    private void keep() {
        VerifyJournal open = journal;
        if (open == null || isJournalBroken || isEnded) {
            return;
        }
        List<StoredPartition> changed = round.tasks().stream()
                .filter(PartitionTask::isUnkept)
                .map(PartitionTask::keep)
                .toList();
        changed.forEach(partition -> kept.add(new TopicPartition(partition.topic(), partition.partition())));
        isInJournal = true;
        tell(() -> open.keep(id, run.at(workedMs(), 0), changed));
    }

    private void end() {
        isEnded = true;
        VerifyJournal open = journal;
        if (open != null && !isJournalBroken && isInJournal) {
            tell(() -> open.end(id, run.at(workedMs(), clock.millis()), kept));
        }
    }

    /** The journal is a help for later: a verification does without it. */
    private void tell(Runnable writing) {
        try {
            writing.run();
        } catch (TransientFailure e) {
            isJournalBroken = true;
            LOGGER.warn("The progress of this verification is not kept: {}", e.getMessage());
            remarks.add("the progress was not kept, so that it could not have been resumed: " + e.getMessage());
        }
    }

    private long workedMs() {
        return run.workedMs() + clock.millis() - beganMs;
    }

    /** The name under which the progress is kept. */
    public String id() {
        return id;
    }

    /** What was asked for, for people. */
    public String what() {
        return run.what();
    }

    @Override
    public VerifyProgress progress() {
        Counts counts = Counts.NONE;
        long offsets = 0;
        long offsetsDone = 0;
        long differences = 0;
        int done = 0;
        for (PartitionTask task : round.tasks()) {
            counts = counts.plus(task.counts());
            offsets += task.plan().offsets();
            offsetsDone += task.offsetsDone();
            differences += task.differences();
            done += task.isDone() ? 1 : 0;
        }
        return new VerifyProgress(
                round.tasks().size(),
                done,
                offsets,
                offsetsDone,
                counts.records(),
                counts.sourceBytes() + counts.targetBytes(),
                differences,
                workedMs());
    }

    @Override
    public VerifyReport report() {
        if (!isEnded) {
            throw new Inconsistent("the verification of link " + link.view().name() + " is not done");
        }
        return new VerifyReport(
                link.view().name().toString(),
                id,
                run.what(),
                run.startedMs(),
                clock.millis(),
                workedMs(),
                round.results(),
                remarks);
    }

    /** What came out of the partitions that are done. */
    public List<PartitionResult> resultsSoFar() {
        return round.soFar().stream().flatMap(Optional::stream).toList();
    }

    /** When it began first, in milliseconds since the epoch. */
    public long startedMs() {
        return run.startedMs();
    }

    /** Up to where each partition of the source is compared, for {@link Extent#after}. */
    public Map<TopicPartition, Long> reach() {
        Map<TopicPartition, Long> reach = new HashMap<>();
        for (PartitionTask task : round.tasks()) {
            if (task.isDone() && task.result().to() >= 0) {
                reach.put(task.plan().partition(), task.result().to());
            }
        }
        return reach;
    }

    /** Keeps how far it is, and closes the connections. */
    @Override
    public void close() {
        try {
            keep();
        } finally {
            crew.close();
            if (journal != null) {
                journal.close();
            }
        }
    }
}
