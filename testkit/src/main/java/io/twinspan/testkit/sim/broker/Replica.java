package io.twinspan.testkit.sim.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One broker's copy of a partition: its log, what it derives from it, and the role it believes to have. Confined to the world's
 * thread.
 */
final class Replica {
    private final int node;
    private final BatchLog log = new BatchLog();
    private final LeaderEpochs epochs = new LeaderEpochs();
    private final ProducerStates producers = new ProducerStates();
    private final Map<Integer, Long> followerEnds = new HashMap<>();
    private List<BooleanSupplier> waiting = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;
    private boolean fetchDue;
    private boolean leading;
    private int leader = -1;
    private int epoch = -1;
    private long highWatermark;
    private long epochStart;
    private boolean lostTail;

    Replica(int node) {
        this.node = node;
    }

    int node() {
        return node;
    }

    BatchLog log() {
        return log;
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    ProducerStates producers() {
        return producers;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it believes that it leads. */
    boolean isLeading() {
        return alive && leading;
    }

    int leader() {
        return leader;
    }

    /** The leader epoch that it has learned of. */
    int epoch() {
        return epoch;
    }

    /** Where the log ended when it began to lead. */
    long epochStart() {
        return epochStart;
    }

    long highWatermark() {
        return highWatermark;
    }

    /** The first offset that a reader of committed data may not read. */
    long lastStableOffset() {
        return producers.firstUnstable(highWatermark);
    }

    boolean isPaused() {
        return paused;
    }

    void pause(boolean on) {
        paused = on;
    }

    /** Marks that a fetch from the leader is scheduled; false if one is already. */
    boolean claimFetch() {
        boolean claimed = !fetchDue;
        fetchDue = true;
        return claimed;
    }

    void fetchBegins() {
        fetchDue = false;
    }

    boolean hasLostTail() {
        return lostTail;
    }

    void lead(int newEpoch) {
        leading = true;
        leader = node;
        epoch = newEpoch;
        epochStart = log.endOffset();
        epochs.begin(newEpoch, epochStart);
        followerEnds.clear();
        lostTail = false;
        changed();
    }

    void follow(int newLeader, int newEpoch) {
        leading = false;
        leader = newLeader;
        epoch = newEpoch;
        // Without a leader it may yet become one, and then shows what it lost; another leader gives it back.
        lostTail &= newLeader < 0;
        changed();
    }

    void crash() {
        alive = false;
        leading = false;
        epoch = -1;
        waiting.clear();
    }

    void restart() {
        alive = true;
        leader = -1;
        producers.restarted();
    }

    /** The batches at the end that had not reached the disk are gone. */
    void loseTail(int batches) {
        int keep = Math.max(0, log.size() - batches);
        if (keep < log.size()) {
            truncateTo(log.get(keep).baseOffset());
            lostTail = true;
        }
    }

    void append(StoredBatch batch) {
        epochs.begin(batch.leaderEpoch(), batch.baseOffset());
        log.append(batch);
        producers.appended(batch);
    }

    void truncateTo(long offset) {
        if (offset < log.endOffset()) {
            log.truncateTo(offset);
            epochs.truncateTo(log.endOffset());
            highWatermark = Math.min(highWatermark, log.endOffset());
            producers.rebuild(log);
        }
    }

    void restartAt(long offset) {
        log.restartAt(offset);
        epochs.truncateTo(0);
        highWatermark = offset;
        producers.rebuild(log);
    }

    void raiseHighWatermark(long offset) {
        if (offset > highWatermark) {
            highWatermark = offset;
            changed();
        }
    }

    void followerAt(int follower, long end) {
        followerEnds.put(follower, end);
    }

    long followerEnd(int follower) {
        return followerEnds.getOrDefault(follower, -1L);
    }

    /** Has {@code done} asked after every change, until it says yes. */
    void await(BooleanSupplier done) {
        if (!done.getAsBoolean()) {
            waiting.add(done);
        }
    }

    void changed() {
        List<BooleanSupplier> asked = waiting;
        waiting = new ArrayList<>();
        for (BooleanSupplier done : asked) {
            if (!done.getAsBoolean()) {
                waiting.add(done);
            }
        }
    }
}
