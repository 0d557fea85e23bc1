package io.twinspan.testkit.sim.broker;

import io.twinspan.testkit.sim.SimWorld;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One partition: the controller's view of it (leader, epoch, in-sync replicas), its replicas, and the log of what is
 * committed. Confined to the world's thread.
 *
 * <p>Replicas learn of a change one after the other, so an old leader may still take appends for a while; they never become
 * committed, since no follower copies them. The committed log shrinks only where a fault destroys it, which every watcher is told.
 */
public final class SimPartition {
    private final SimWorld world;
    private long lastAppendMs;
    private final String name;
    private final int index;
    private final TopicSettings settings;
    private final ReplicationPace pace;
    private final Map<Integer, Replica> replicas = new TreeMap<>();
    private final SortedSet<Integer> inSync = new TreeSet<>();
    private final BatchLog committed = new BatchLog();
    private final List<PartitionWatcher> watchers = new ArrayList<>();
    private int leader;
    private int epoch;
    private int uncleanNode = -1;

    /** How long brokers take to copy a batch, and to learn of a new leader, at most. Immutable. */
    public record ReplicationPace(long copyMs, long learnMs) {}

    SimPartition(
            SimWorld world, String name, int index, TopicSettings settings, ReplicationPace pace, List<Integer> nodes) {
        this.world = world;
        this.name = name;
        this.index = index;
        this.settings = settings;
        this.pace = pace;
        for (int node : nodes) {
            replicas.put(node, new Replica(node));
        }
        inSync.addAll(nodes);
        leader = nodes.get(0);
        replicas.values().forEach(this::learn);
    }

    public String name() {
        return name;
    }

    public int index() {
        return index;
    }

    TopicSettings settings() {
        return settings;
    }

    /** The controller's leader, -1 if there is none. */
    public int leader() {
        return leader;
    }

    public int epoch() {
        return epoch;
    }

    public SortedSet<Integer> inSync() {
        return new TreeSet<>(inSync);
    }

    public void watch(PartitionWatcher watcher) {
        watchers.add(watcher);
    }

    /** The end of what is committed. */
    public long committedEnd() {
        return committed.endOffset();
    }

    /** The first offset that is still in the log. */
    public long startOffset() {
        return committed.startOffset();
    }

    /** What is committed and still in the log. */
    public List<StoredBatch> committedBatches() {
        var all = new ArrayList<StoredBatch>(committed.size());
        for (int i = 0; i < committed.size(); i++) {
            all.add(committed.get(i));
        }
        return all;
    }

    /** The replica that leads by the controller's word and knows it, or null while there is none. */
    @Nullable
    Replica acting() {
        Replica replica = replicas.get(leader);
        return replica != null && replica.isLeading() && replica.epoch() == epoch ? replica : null;
    }

    /** Whether every replica lives and holds the committed log, and nothing else. */
    public boolean isHealed() {
        Replica acting = acting();
        return acting != null
                && inSync.size() == replicas.size()
                && replicas.values().stream().allMatch(r -> r.log().endOffset() == committed.endOffset())
                && acting.highWatermark() == acting.log().endOffset();
    }

    @Nullable
    Replica replica(int node) {
        return replicas.get(node);
    }

    Collection<Replica> replicas() {
        return replicas.values();
    }

    void acknowledged(StoredBatch sent, StoredBatch stored) {
        watchers.forEach(watcher -> watcher.acknowledged(sent, stored));
    }

    /** Appends what the check has passed, at a replica that leads. */
    void append(Replica at, StoredBatch batch) {
        lastAppendMs = world.nowMs();
        at.append(batch);
        advance(at);
        kickFollowers(at);
    }

    /**
     * Appends a batch of the load, markers included, at the acting leader, and asks no questions.
     *
     * @return whether there was a leader
     */
    public boolean appendLoad(byte[] bytes) {
        Replica at = acting();
        if (at == null) {
            return false;
        }
        append(at, LoadBatch.stored(bytes, at.log().endOffset(), at.epoch()));
        return true;
    }

    private boolean isAlive(int node) {
        Replica replica = replicas.get(node);
        return replica != null && replica.isAlive();
    }

    /** Makes another replica that is in sync the leader; false if there is none. */
    public boolean moveLeader() {
        List<Integer> able =
                inSync.stream().filter(node -> node != leader && isAlive(node)).toList();
        if (able.isEmpty()) {
            return false;
        }
        elect(able.get(world.random().nextInt(able.size())));
        return true;
    }

    /** Makes a replica the leader that need not be in sync: what it lacks is lost. */
    void electUnclean(int node) {
        inSync.clear();
        inSync.add(node);
        uncleanNode = node;
        elect(node);
    }

    private void elect(int node) {
        leader = node;
        epoch++;
        world.log(this + " leader " + node + " epoch " + epoch + " isr " + inSync);
        replicas.values().forEach(this::learn);
    }

    private void learn(Replica replica) {
        int newLeader = leader;
        int newEpoch = epoch;
        world.after(world.between(0, pace.learnMs), () -> {
            if (!replica.isAlive() || replica.epoch() >= newEpoch) {
                return;
            }
            if (newLeader == replica.node()) {
                admitLoss(replica);
                uncleanNode = -1;
                replica.lead(newEpoch);
                advance(replica);
                kickFollowers(replica);
            } else {
                replica.follow(newLeader, newEpoch);
                kick(replica);
            }
        });
    }

    /** What a new leader does not have is no longer committed; that must be some fault's doing. */
    private void admitLoss(Replica replica) {
        long kept = commonEnd(replica.log());
        if (kept >= committed.endOffset()) {
            return;
        }
        if (!replica.hasLostTail() && uncleanNode != replica.node()) {
            throw new IllegalStateException("the simulator lost " + this + " from " + kept + " to "
                    + committed.endOffset() + " in a clean election of " + replica.node());
        }
        long was = committed.endOffset();
        committed.truncateTo(kept);
        world.log(this + " LOST " + kept + " to " + was + " by the election of " + replica.node());
        watchers.forEach(watcher -> watcher.lost(committed.endOffset()));
    }

    /** Up to where a log holds what is committed. The cleaner may have left nothing between two batches. */
    private long commonEnd(BatchLog log) {
        int at = log.indexOf(committed.startOffset());
        for (int i = 0; i < committed.size(); i++, at++) {
            StoredBatch wanted = committed.get(i);
            if (at >= log.size()) {
                return Math.min(log.endOffset(), wanted.baseOffset());
            }
            if (log.get(at) != wanted) {
                return Math.min(log.get(at).baseOffset(), wanted.baseOffset());
            }
        }
        return Math.min(log.endOffset(), committed.endOffset());
    }

    void crashed(int node, int tailLost) {
        Replica replica = replicas.get(node);
        if (replica != null) {
            replica.crash();
            replica.loseTail(tailLost);
        }
    }

    /** The controller notices that a broker is gone. */
    void fence(int node) {
        Replica replica = replicas.get(node);
        if (replica == null) {
            return;
        }
        if (inSync.size() > 1) {
            inSync.remove(node);
        }
        if (leader == node) {
            List<Integer> able = inSync.stream().filter(n -> isAlive(n)).toList();
            elect(able.isEmpty() ? -1 : able.get(world.random().nextInt(able.size())));
        } else if (acting() != null) {
            advance(acting());
        }
    }

    void restarted(int node) {
        Replica replica = replicas.get(node);
        if (replica == null) {
            return;
        }
        replica.restart();
        if (leader == -1 && inSync.contains(node)) {
            elect(node);
        } else {
            learn(replica);
        }
    }

    /** Stops or goes on copying to a follower; a follower that lags too long is no longer in sync. */
    void pause(int node, boolean on) {
        Replica replica = replicas.get(node);
        if (replica == null) {
            return;
        }
        replica.pause(on);
        if (!on) {
            kick(replica);
            return;
        }
        world.after(pace.copyMs * 20, () -> {
            Replica acting = acting();
            if (replica.isPaused() && acting != null && leader != node && inSync.remove(node)) {
                world.log(this + " isr " + inSync);
                advance(acting);
            }
        });
    }

    private void kickFollowers(Replica at) {
        for (Replica replica : replicas.values()) {
            if (replica != at) {
                kick(replica);
            }
        }
    }

    private void kick(Replica follower) {
        if (follower.isAlive() && !follower.isLeading() && follower.claimFetch()) {
            world.after(world.between(1, pace.copyMs), () -> {
                follower.fetchBegins();
                copy(follower);
            });
        }
    }

    private void copy(Replica follower) {
        Replica from = replicas.get(follower.leader());
        if (from == null || !FollowerFetch.isPossible(follower, from)) {
            return;
        }
        if (FollowerFetch.truncates(follower, from)) {
            kick(follower);
            return;
        }
        // The leader learns what the follower has from where it asks for more, one fetch later.
        from.followerAt(follower.node(), follower.log().endOffset());
        joinInSync(follower, from);
        advance(from);
        if (FollowerFetch.copies(follower, from, world.between(1, 10))) {
            kick(follower);
        }
    }

    private void joinInSync(Replica follower, Replica from) {
        long end = follower.log().endOffset();
        if (from.epoch() == epoch
                && !inSync.contains(follower.node())
                && end >= from.highWatermark()
                && end >= from.epochStart()) {
            inSync.add(follower.node());
            world.log(this + " isr " + inSync);
        }
    }

    /** Raises a leader's high watermark to what all in-sync replicas have. */
    private void advance(Replica at) {
        if (!at.isLeading() || at.epoch() != epoch || inSync.size() < settings.minInSync()) {
            return;
        }
        long everywhere = at.log().endOffset();
        for (int node : inSync) {
            if (node != at.node()) {
                everywhere = Math.min(everywhere, at.followerEnd(node));
            }
        }
        if (everywhere <= at.highWatermark()) {
            return;
        }
        for (int i = at.log().indexOf(committed.endOffset()); i < at.log().size(); i++) {
            StoredBatch batch = at.log().get(i);
            if (batch.nextOffset() > everywhere) {
                break;
            }
            committed.append(batch);
            watchers.forEach(watcher -> watcher.committed(batch));
        }
        at.raiseHighWatermark(everywhere);
        kickFollowers(at);
    }

    /** Moves the first offset, as retention does; what lies below is gone on all replicas. */
    public void raiseStart(long offset) {
        for (StoredBatch batch : committedBatches()) {
            for (StoredRecord record : batch.records()) {
                if (record.offset() < offset) {
                    watchers.forEach(watcher -> watcher.removed(record.offset()));
                }
            }
        }
        committed.raiseStart(offset);
        replicas.values().forEach(replica -> {
            replica.log().raiseStart(offset);
            replica.raiseHighWatermark(Math.min(offset, replica.log().endOffset()));
        });
    }

    /** Puts a cleaned batch in the place of another, or nothing, on all replicas. */
    public void clean(StoredBatch old, @Nullable StoredBatch by) {
        if (by == null) {
            committed.remove(old);
            replicas.values().forEach(replica -> replica.log().remove(old));
        } else {
            committed.replace(old, by);
            replicas.values().forEach(replica -> replica.log().replace(old, by));
        }
        var left = new TreeSet<Long>();
        if (by != null) {
            by.records().forEach(record -> left.add(record.offset()));
        }
        for (StoredRecord record : old.records()) {
            if (!left.contains(record.offset())) {
                watchers.forEach(watcher -> watcher.removed(record.offset()));
            }
        }
    }

    /** Forgets what all replicas know of a producer, as after {@code producer.id.expiration.ms}; false if none knew it. */
    public boolean expire(long producerId) {
        boolean known = false;
        for (Replica replica : replicas.values()) {
            known |= replica.producers().known().contains(producerId);
            replica.producers().forget(producerId);
        }
        return known;
    }

    /** How long ago the last append was. */
    public long idleMs() {
        return world.nowMs() - lastAppendMs;
    }

    /** The producers that the acting leader knows. */
    public Collection<Long> knownProducers() {
        Replica acting = acting();
        return acting == null ? List.of() : acting.producers().known();
    }

    @Override
    public String toString() {
        return name + "-" + index;
    }
}
