package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.operation.Time;
import io.twinspan.control.orphan.OrphanCount;
import io.twinspan.control.orphan.OrphanCount.Orphans;
import io.twinspan.control.orphan.OrphanRange;
import io.twinspan.control.orphan.OrphanScan;
import io.twinspan.control.orphan.OrphanSearch;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a held link will not copy when it goes on: in topics of the same name on both sides, what its source had taken and it had not copied
 * when clients moved. It would come behind records that are younger. It is noted where it lies, and the link is set behind it. Confined to the
 * operation's thread.
 *
 * @param scene of the held link
 */
record LeftBehind(Scene scene) {
    private static final long STEP_MS = 200;

    /**
     * Notes it, before the link in the other direction writes into the same logs; a second call finds nothing more.
     *
     * @return how many records are left behind
     * @throws Inconsistent if the link is not sure of its positions
     */
    long note(StepContext context, List<MovedTopic> topics) {
        Set<String> shared = topics.stream()
                .filter(MovedTopic::isSameName)
                .map(MovedTopic::topic)
                .collect(Collectors.toSet());
        if (shared.isEmpty()) {
            return 0;
        }
        context.progress("looking for records that " + scene.link().target().alias() + " lacks");
        LinkFollower follower = scene.follower();
        follower.look();
        if (!OrphanSearch.isHeld(follower)) {
            throw new Inconsistent("link " + scene.link().name() + " is not held");
        }
        Pattern pattern = Pattern.compile(shared.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        List<OrphanRange> ranges = new OrphanSearch(scene, new Patience(context)).behind(pattern);
        var count = new OrphanCount();
        try (var scan = new OrphanScan(scene, ranges)) {
            while (!scan.step(STEP_MS, count)) {
                context.progress(count.records() + " records are on "
                        + scene.link().source().alias() + " alone");
                context.pause(1, "records that only " + scene.link().source().alias() + " has are counted");
            }
        }
        store(follower, count.all());
        return count.records();
    }

    private void store(LinkFollower follower, List<Orphans> all) {
        long nowMs = scene.clock().millis();
        var incidents = new ArrayList<PositionRecord.Writable>();
        var positions = new ArrayList<PositionRecord.Writable>();
        var placed = new Placement(scene.link(), follower);
        for (Orphans orphans : all) {
            OrphanRange range = orphans.range();
            LaneId lane = placed.lane(range.partition(), range.topicId());
            Tip tip = follower.positions().tip(lane).orElse(null);
            incidents.add(new PositionRecord.IncidentRecord(new Incident(
                    lane, Cause.ORPHANED, new OffsetRange(range.from(), range.to()), orphans.records(), true, nowMs)));
            positions.addAll(Placement.at(lane, tip, range.to(), tip == null ? 0 : tip.target(), nowMs));
        }
        // Incidents first: who finds the new positions has to find why they are there.
        placed.store(incidents, scene::writer);
        placed.store(positions, scene::writer);
        follower.look();
    }

    /** Time as a step has it: who waits longer than the step may gets an error. Confined to the operation's thread. */
    private record Patience(StepContext context) implements Time {
        @Override
        public long nowMs() {
            return context.nowMs();
        }

        @Override
        public boolean pause(long ms) {
            context.pause(ms, "the link makes sure of its last positions");
            return true;
        }
    }
}
