package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.fake.FakeLease;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import io.twinspan.link.rewrite.Merger;
import io.twinspan.link.rewrite.Sieve;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A lane, and what its link and its brokers would tell it. Confined to one thread. */
final class LaneBench {
    static final int LOCAL = 1;
    static final Uuid SOURCE_ID = new Uuid(1, 1);
    static final LaneId ID = new LaneId(SOURCE_ID, "t", 0, 0);
    static final long OURS = ProducerIds.of(LOCAL, ID);

    private static final Uuid TARGET_ID = new Uuid(2, 2);

    final RecordingHost host = new RecordingHost();
    final List<FakeLease> leases = new ArrayList<>();
    final Lane lane;
    private Sieve sieve = new Sieve(LOCAL, true, null);
    long nowMs = 1_000_000;
    long end = 10_000;

    private LaneBench(LinkConfig config, @Nullable Tip tip, List<Run> runs) {
        this(config, new LaneSpec("t", 0, "dc1.t", 0, tip, LaneSpec.StartAt.EARLIEST, RunsPage.split(ID, 1, runs)));
    }

    LaneBench(LinkConfig config, LaneSpec spec) {
        lane = new Lane(spec, config, host, new Merger());
    }

    /** A lane that never ran. */
    static LaneBench fresh() {
        return new LaneBench(LinkBench.config(), null, List.of());
    }

    /** A lane that has just stored where it begins. */
    static LaneBench begun(long source, long target) {
        LaneBench bench = fresh().locate();
        bench.lane.startsAt(source, target, bench.nowMs);
        bench.lane.recorded(bench.host.stored.get(0), bench.nowMs);
        return bench;
    }

    /** A lane with a stored position. */
    static LaneBench at(LinkConfig config, long source, long target, long count, Run... runs) {
        Map<Integer, Long> counts = count == 0 ? Map.of() : Map.of(LOCAL, count);
        return new LaneBench(config, new Tip(ID, source, target, counts, 0, 0), List.of(runs));
    }

    static LaneBench at(long source, long target, long count, Run... runs) {
        return at(LinkBench.config(), source, target, count, runs);
    }

    /** A lane that copies, with nothing in the target behind its position. */
    static LaneBench copying() {
        return at(0, 0, 0).locate().scanned(0);
    }

    /** A lane with a stored beginning that carries only what is local. */
    static LaneBench localOnly() {
        LaneBench bench = at(0, 0, 0);
        bench.sieve = new Sieve(LOCAL, origin -> origin == LOCAL, true, null);
        return bench;
    }

    LaneBench locate() {
        lane.located(SOURCE_ID, sieve, nowMs);
        return this;
    }

    /** Lets time pass, and calls the lane as often as it asked. */
    LaneBench pass(long ms) {
        long until = nowMs + ms;
        while (!host.wakes.isEmpty() && host.wakes.element() <= until) {
            nowMs = Math.max(nowMs, host.wakes.remove());
            lane.tick(nowMs);
        }
        nowMs = until;
        return this;
    }

    /** Has the scan begin that the lane waits for, and end with these batches of the target and its end. */
    LaneBench scanned(long targetEnd, Stored... logs) {
        pass(10_000);
        Tail tail = host.scans.remove(0);
        for (Stored log : logs) {
            tail.read(log.bytes());
        }
        lane.scanned(tail, targetEnd, nowMs);
        return this;
    }

    /** Sends a fetch, answered with these batches. */
    LaneBench fetched(Stored... logs) {
        for (Stored log : logs) {
            var lease = new FakeLease();
            leases.add(lease);
            int ticket = lane.fetching();
            lane.fetched(
                    ticket,
                    new Fetched.Partition("t", 0, BrokerError.NONE, end, end, 0, List.of(), log.bytes(), null),
                    lease,
                    nowMs);
            lane.fetchedNothing(ticket, nowMs);
            lease.release();
        }
        return this;
    }

    LaneBench fetchError(BrokerError error) {
        int ticket = lane.fetching();
        lane.fetched(
                ticket,
                new Fetched.Partition(
                        "t", 0, error, -1, -1, -1, List.of(), Stored.log().bytes(), null),
                new FakeLease(),
                nowMs);
        // As for every lane of an answer.
        lane.fetchedNothing(ticket, nowMs);
        return this;
    }

    /** Takes the next append. */
    Append.Entry append() {
        Append.Entry entry = lane.hasAppend() ? lane.nextAppend(TARGET_ID, nowMs) : null;
        if (entry == null) {
            throw new AssertionError("lane has nothing to append in " + lane.phase());
        }
        return entry;
    }

    LaneBench acknowledged(long offset) {
        return answered(BrokerError.NONE, offset);
    }

    LaneBench answered(BrokerError error, long offset) {
        lane.appended(new Appended.Partition("dc1.t", 0, error, offset, 0, null), nowMs);
        return this;
    }

    /** How many holds on fetched buffers there are. */
    int held() {
        return leases.stream().mapToInt(FakeLease::count).sum();
    }

    Tip position() {
        Tip tip = lane.position(0);
        if (tip == null) {
            throw new AssertionError("the lane has no position");
        }
        return tip;
    }
}
