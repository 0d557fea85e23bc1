package io.twinspan.control.verify;

import io.twinspan.control.verify.StoredPartition.StoredLeg;
import io.twinspan.control.verify.compare.Comparison;
import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Counts;
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

/**
 * The verification of one partition: one leg after the other, then a second look at what was found. Confined to the thread that
 * compares.
 */
final class PartitionTask {
    private final PartitionPlan plan;
    private final int most;
    private final KeyRoom room;
    private final List<NotCompared> notCompared;
    private int leg;
    private @Nullable Place place;
    /** Without what the leg that is being compared has shown. */
    private Gathered gathered = Gathered.NOTHING;

    private @Nullable Signature signature;
    private @Nullable Running running;
    private @Nullable Examination examination;
    private @Nullable PartitionResult result;
    private boolean isUnkept;

    /** The leg that is being compared. Confined to the thread that compares. */
    private record Running(PlannedLeg leg, Comparison comparison, ScannedLog source, ScannedLog target) {
        String failure() {
            return source.failure().isEmpty()
                    ? target.failure().isEmpty() ? "" : "on the target, " + target.failure()
                    : "on the source, " + source.failure();
        }

        long offsetsDone() {
            return comparison.reached() - leg.leg().source().from();
        }

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
                    .filter(planned -> isOf(planned, before, stored.topicId()))
                    .map(planned -> new PlannedLeg(planned.lane(), within(planned.leg(), before)))
                    .forEach(legs::add);
        }
        if (legs.size() != stored.legs().size()) {
            return Optional.empty();
        }
        var plan = new PartitionPlan(now.partition(), now.targetTopic(), legs, stored.notCompared());
        var task = new PartitionTask(plan, most, room);
        task.leg = stored.leg();
        task.place = stored.place();
        task.gathered = stored.gathered();
        return Optional.of(task);
    }

    private static boolean isOf(PlannedLeg planned, StoredLeg before, String topicId) {
        return planned.lane().generation() == before.generation()
                && planned.lane().topicId().toString().equals(topicId);
    }

    private static Leg within(Leg leg, StoredLeg before) {
        return new Leg(
                leg.runs(),
                before.source(),
                before.target(),
                leg.carried(),
                leg.ours(),
                leg.leftOut(),
                leg.compacted(),
                leg.neighbours());
    }

    PartitionPlan plan() {
        return plan;
    }

    boolean isDone() {
        return result != null;
    }

    /**
     * Compares what is there; returns whether all is done.
     *
     * @throws TransientFailure if a whole cluster is away: the partition is not to blame
     */
    boolean advance(BatchScan scan) {
        while (result == null && leg < plan.legs().size()) {
            Running now = running == null ? open(scan, plan.legs().get(leg)) : running;
            if (now == null) {
                return false;
            }
            running = now;
            isUnkept = true;
            if (now.comparison().advance()) {
                endLeg(now);
            } else if (now.failure().isEmpty()) {
                return false;
            } else {
                fail(now, scan);
            }
        }
        return result != null || examine(scan);
    }

    /** Null if something must be known first. */
    private @Nullable Running open(BatchScan scan, PlannedLeg planned) {
        Leg compared = planned.leg();
        if (compared.needsSignature()) {
            Signature last = signature == null ? new Signature(scan, plan, compared) : signature;
            signature = last;
            if (!last.advance()) {
                return null;
            }
            signature = null;
            compared = last.isThere() ? compared.signed() : compared;
        }
        Leg.Range ofSource = planned.leg().source();
        Leg.Range ofTarget = planned.leg().target();
        Place from = place == null ? new Place(ofSource.from(), ofTarget.from(), 0) : place;
        ScannedLog source = scan.source(plan.partition(), from.source(), ofSource.to());
        ScannedLog target = scan.target(plan.target(), from.target(), ofTarget.to());
        var comparison = new Comparison(compared, from, source, target, most, room);
        comparison.resume(gathered.findings(), gathered.differences(), gathered.differingRecords());
        return new Running(planned, comparison, source, target);
    }

    private void endLeg(Running now) {
        gathered = gathered.with(now.comparison());
        now.close();
        running = null;
        place = null;
        leg++;
    }

    /** Nothing more can be compared. */
    private void fail(Running now, BatchScan scan) {
        String away = scan.sourceFailure().isEmpty() ? scan.targetFailure() : scan.sourceFailure();
        if (!away.isEmpty()) {
            throw new TransientFailure(away);
        }
        long reached = now.comparison().reached();
        notCompared.add(new NotCompared(
                Reason.UNREADABLE,
                Math.max(0, plan.end() - reached),
                "source offsets from " + reached + " on: " + now.failure()));
        gathered = gathered.with(now.comparison());
        result = result(
                reached,
                gathered.findings().stream()
                        .map(finding -> Difference.of(finding, null, null))
                        .toList());
        stop();
    }

    private boolean examine(BatchScan scan) {
        Examination now = examination;
        if (now == null) {
            boolean compacted =
                    plan.legs().stream().anyMatch(planned -> planned.leg().compacted());
            now = new Examination(scan, plan, gathered.findings(), compacted);
            examination = now;
        }
        isUnkept = true;
        if (!now.advance()) {
            return false;
        }
        gathered = gathered.without(now.gone());
        result = result(plan.end(), now.differences());
        examination = null;
        return true;
    }

    private PartitionResult result(long to, List<Difference> found) {
        List<NotCompared> left = new ArrayList<>(notCompared);
        if (gathered.counts().unproven() > 0) {
            left.add(
                    new NotCompared(
                            Reason.COMPACTION,
                            gathered.counts().unproven(),
                            "records that only one side has, where it cannot be told whether the cleaner of the other took them"));
        }
        if (gathered.counts().unmapped() > 0) {
            left.add(new NotCompared(
                    Reason.NO_RUN,
                    gathered.counts().unmapped(),
                    "the places of records that are the same on both sides in the same order, but are in no stored run: offsets of"
                            + " consumers there cannot be translated exactly"));
        }
        return new PartitionResult(
                plan.partition().topic(),
                plan.partition().partition(),
                plan.targetTopic(),
                plan.legs().isEmpty() ? -1 : plan.legs().get(0).leg().source().from(),
                to,
                gathered.counts(),
                gathered.differences(),
                gathered.differingRecords(),
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
        Signature asked = signature;
        signature = null;
        if (asked != null) {
            asked.close();
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

    private Gathered soFar() {
        Running now = running;
        return now == null ? gathered : gathered.with(now.comparison());
    }

    /** What was gone over so far. */
    Counts counts() {
        PartitionResult known = result;
        return known == null ? soFar().counts() : known.counts();
    }

    /** How many differences there are so far. */
    long differences() {
        PartitionResult known = result;
        return known == null ? soFar().differences() : known.differences();
    }

    /** How many of the plan's source offsets were gone over so far. */
    long offsetsDone() {
        if (isDone()) {
            return plan.offsets();
        }
        Running now = running;
        long before = plan.legs().stream()
                .limit(leg)
                .mapToLong(planned -> planned.leg().source().size())
                .sum();
        return now == null ? before : before + now.offsetsDone();
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
                // What cannot go on begins the leg anew.
                at == null ? gathered : soFar(),
                notCompared,
                result);
    }
}
