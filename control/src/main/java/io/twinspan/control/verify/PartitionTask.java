package io.twinspan.control.verify;

import io.twinspan.control.verify.StoredPartition.StoredLeg;
import io.twinspan.control.verify.compare.Comparison;
import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.Finding;
import io.twinspan.control.verify.compare.KeyRoom;
import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.PlannedLeg;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.link.BatchScan;
import io.twinspan.link.ScannedLog;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verification of one partition: one leg after the other, then a second look at what was found. Confined to the thread that compares. */
final class PartitionTask {
    private final PartitionPlan plan;
    private final int most;
    private final KeyRoom room;
    private final List<NotCompared> notCompared;
    private final List<Finding> findings = new ArrayList<>();
    private int leg;
    private @Nullable Place place;
    private Counts counts = Counts.NONE;
    private long differences;
    private long differingRecords;
    private long offsetsDone;
    private long end = -1;
    private @Nullable Running running;
    private @Nullable Examination examination;
    private @Nullable PartitionResult result;
    private boolean isUnkept;

    /** The leg that is being compared. Confined to the thread that compares. */
    private record Running(PlannedLeg leg, Comparison comparison, ScannedLog source, ScannedLog target) {
        void close() {
            source.close();
            target.close();
        }
    }

    /** @param most how many differences are told whole */
    PartitionTask(PartitionPlan plan, int most, KeyRoom room) {
        this.plan = plan;
        this.most = most;
        this.room = room;
        this.notCompared = new ArrayList<>(plan.notCompared());
    }

    /** The same, going on where it was interrupted; empty if that cannot be told any more. */
    static Optional<PartitionTask> resume(StoredPartition stored, PartitionPlan now, int most, KeyRoom room) {
        if (stored.result() != null) {
            var done = new PartitionTask(now, most, room);
            done.result = stored.result();
            return Optional.of(done);
        }
        var legs = new ArrayList<PlannedLeg>();
        for (StoredLeg before : stored.legs()) {
            now.legs().stream()
                    .filter(leg -> leg.lane().generation() == before.generation()
                            && leg.lane().topicId().toString().equals(stored.topicId()))
                    .map(leg -> new PlannedLeg(leg.lane(), within(leg.leg(), before)))
                    .forEach(legs::add);
        }
        if (legs.size() != stored.legs().size()) {
            return Optional.empty();
        }
        var plan = new PartitionPlan(now.partition(), now.targetTopic(), legs, stored.notCompared());
        var task = new PartitionTask(plan, most, room);
        task.leg = stored.leg();
        task.place = stored.place();
        task.counts = stored.counts();
        task.differences = stored.differences();
        task.differingRecords = stored.differingRecords();
        task.findings.addAll(stored.findings());
        for (int i = 0; i < task.leg; i++) {
            task.offsetsDone += legs.get(i).leg().source().size();
        }
        return Optional.of(task);
    }

    private static Leg within(Leg leg, StoredLeg before) {
        return new Leg(
                leg.runs(),
                before.source(),
                before.target(),
                leg.carried(),
                leg.ours(),
                leg.leftOut(),
                leg.compacted());
    }

    PartitionPlan plan() {
        return plan;
    }

    boolean isDone() {
        return result != null;
    }

    /** Compares what is there; returns whether all is done. */
    boolean advance(BatchScan scan) {
        while (result == null && leg < plan.legs().size()) {
            Running now = running == null ? open(scan, plan.legs().get(leg)) : running;
            running = now;
            isUnkept = true;
            if (now.comparison().advance()) {
                closeLeg(now);
            } else if (!isFailed(now, scan)) {
                return false;
            }
        }
        return result != null || examine(scan);
    }

    private Running open(BatchScan scan, PlannedLeg planned) {
        Leg toCompare = planned.leg();
        Place from = place == null
                ? new Place(toCompare.source().from(), toCompare.target().from(), 0)
                : place;
        ScannedLog source =
                scan.source(plan.partition(), from.source(), toCompare.source().to());
        ScannedLog target = scan.target(plan.target(), from.target(), toCompare.target().to());
        var comparison = new Comparison(toCompare, from, source, target, most, room);
        comparison.resume(findings, differences, differingRecords);
        return new Running(planned, comparison, source, target);
    }

    /**
     * Whether a log cannot be read; then nothing more is compared.
     *
     * @throws TransientFailure if a whole cluster is away: the partition is not to blame
     */
    private boolean isFailed(Running now, BatchScan scan) {
        String failure = now.source().failure().isEmpty()
                ? now.target().failure()
                : now.source().failure();
        if (failure.isEmpty()) {
            return false;
        }
        String away = scan.sourceFailure().isEmpty() ? scan.targetFailure() : scan.sourceFailure();
        if (!away.isEmpty()) {
            throw new TransientFailure(away);
        }
        long reached = now.comparison().reached();
        long to = plan.end();
        notCompared.add(new NotCompared(
                Reason.UNREADABLE,
                Math.max(0, to - reached),
                "source offsets from " + reached + " on: on the "
                        + (now.source().failure().isEmpty() ? "target" : "source") + ", " + failure));
        end = reached;
        take(now.comparison());
        stop();
        result = result(findings.stream()
                .map(finding -> Difference.of(finding, null, null))
                .toList());
        return true;
    }

    private void closeLeg(Running now) {
        offsetsDone += now.leg().leg().source().size();
        take(now.comparison());
        now.close();
        running = null;
        place = null;
        leg++;
    }

    private void take(Comparison comparison) {
        counts = counts.plus(comparison.counts());
        findings.clear();
        findings.addAll(comparison.findings());
        differences = comparison.differences();
        differingRecords = comparison.differingRecords();
    }

    private boolean examine(BatchScan scan) {
        Examination now = examination;
        if (now == null) {
            boolean compacted = plan.legs().stream().anyMatch(planned -> planned.leg().compacted());
            now = new Examination(scan, plan, findings, compacted);
            examination = now;
        }
        isUnkept = true;
        if (!now.advance()) {
            return false;
        }
        for (Finding gone : now.gone()) {
            differences--;
            differingRecords -= gone.records();
        }
        result = result(now.differences());
        examination = null;
        return true;
    }

    private PartitionResult result(List<Difference> found) {
        List<NotCompared> left = new ArrayList<>(notCompared);
        if (counts.unproven() > 0) {
            left.add(new NotCompared(
                    Reason.COMPACTION,
                    counts.unproven(),
                    "records that one side lacks, while more keys were open than fit into memory"));
        }
        boolean isEmpty = plan.legs().isEmpty();
        return new PartitionResult(
                plan.partition().topic(),
                plan.partition().partition(),
                plan.targetTopic(),
                isEmpty ? -1 : plan.legs().get(0).leg().source().from(),
                end >= 0 ? end : plan.end(),
                counts,
                differences,
                differingRecords,
                found,
                left);
    }

    /** Gives up what it holds; it can go on later. */
    void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.close();
        }
        Examination last = examination;
        examination = null;
        if (last != null) {
            last.close();
        }
    }

    /** What came out, once it is done. */
    PartitionResult result() {
        PartitionResult known = result;
        if (known == null) {
            throw new IllegalStateException(plan.partition() + " is not done");
        }
        return known;
    }

    /** What was gone over so far. */
    Counts counts() {
        PartitionResult known = result;
        Running now = running;
        return known != null ? known.counts() : now == null ? counts : counts.plus(now.comparison().counts());
    }

    /** How many differences there are so far. */
    long differences() {
        PartitionResult known = result;
        Running now = running;
        return known != null ? known.differences() : now == null ? differences : now.comparison().differences();
    }

    /** How many of the plan's source offsets were gone over so far. */
    long offsetsDone() {
        Running now = running;
        return isDone()
                ? plan.offsets()
                : now == null
                        ? offsetsDone
                        : offsetsDone
                                + now.comparison().reached()
                                - now.leg().leg().source().from();
    }

    /** Whether something happened since it was kept last. */
    boolean isUnkept() {
        return isUnkept;
    }

    /** What is to be kept of it now. */
    StoredPartition keep() {
        isUnkept = false;
        Running now = running;
        Place at = now == null ? place : now.comparison().place();
        boolean counted = now != null && at != null;
        return new StoredPartition(
                plan.partition().topic(),
                plan.partition().partition(),
                plan.legs().isEmpty() ? "" : plan.legs().get(0).lane().topicId().toString(),
                plan.legs().stream()
                        .map(planned -> new StoredLeg(
                                planned.lane().generation(),
                                planned.leg().source(),
                                planned.leg().target()))
                        .toList(),
                leg,
                at,
                counted ? counts() : counts,
                counted ? now.comparison().differences() : differences,
                counted ? now.comparison().differingRecords() : differingRecords,
                counted ? now.comparison().findings() : findings,
                notCompared,
                result);
    }
}
