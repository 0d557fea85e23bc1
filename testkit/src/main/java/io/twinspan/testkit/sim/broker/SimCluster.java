package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Topology;
import io.twinspan.testkit.sim.SimWorld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One simulated cluster: one to three brokers, a controller, and topics. Confined to the world's thread.
 *
 * <p>The verbs that break things are here too; the faults of a scenario call them. What a broker is asked runs at once; who asks
 * takes care of the network in between.
 */
public final class SimCluster {
    private static final int FENCING_MS = 400;

    private final SimWorld world;
    private final String name;
    private final String clusterId;
    private final boolean[] alive;
    private final boolean[] fenced;
    private final int[] starts;
    private final SimPartition.ReplicationPace pace;
    private final Map<String, SimTopic> topics = new LinkedHashMap<>();
    private final List<IntConsumer> crashWatchers = new ArrayList<>();
    private final Set<String> denied = new HashSet<>();
    private int topicsCreated;
    private @Nullable BrokerError chosenIdsRefused;

    public SimCluster(SimWorld world, String name, int brokers) {
        this(world, name, brokers, new SimPartition.ReplicationPace(15, 40));
    }

    public SimCluster(SimWorld world, String name, int brokers, SimPartition.ReplicationPace pace) {
        this.world = world;
        this.name = name;
        this.clusterId = name + "-cluster-id";
        this.alive = new boolean[brokers];
        this.fenced = new boolean[brokers];
        this.starts = new int[brokers];
        this.pace = pace;
        Arrays.fill(alive, true);
    }

    public String name() {
        return name;
    }

    public String clusterId() {
        return clusterId;
    }

    public int brokers() {
        return alive.length;
    }

    public boolean isAlive(int node) {
        return alive[node];
    }

    /** How often a broker was restarted. */
    public int starts(int node) {
        return starts[node];
    }

    /** The brokers that run now. */
    public List<Integer> aliveBrokers() {
        var nodes = new ArrayList<Integer>();
        for (int node = 0; node < alive.length; node++) {
            if (alive[node]) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** Creates a topic, whose partitions' leaders go round the brokers; a topic of this name gives way. */
    public SimTopic createTopic(String topic, TopicSettings settings) {
        var partitions = new ArrayList<SimPartition>();
        for (int index = 0; index < settings.partitions(); index++) {
            var nodes = new ArrayList<Integer>();
            for (int i = 0; i < Math.min(settings.replicas(), alive.length); i++) {
                nodes.add((index + i) % alive.length);
            }
            partitions.add(new SimPartition(world, topic, index, settings, pace, nodes));
        }
        var created =
                new SimTopic(topic, new Uuid(clusterId.hashCode(), 1000L + topicsCreated++), settings, partitions);
        topics.put(topic, created);
        world.log(name + " topic " + topic + " created");
        return created;
    }

    public void deleteTopic(String topic) {
        SimTopic gone = topics.remove(topic);
        if (gone != null) {
            world.log(name + " topic " + topic + " deleted");
            // Whoever waits for it must ask again, and then hears that it is not there.
            gone.partitions().forEach(p -> p.replicas().forEach(Replica::changed));
        }
    }

    public @Nullable SimTopic topic(String topic) {
        return topics.get(topic);
    }

    /** A partition that exists. */
    public SimPartition partition(String topic, int partition) {
        SimTopic present = topics.get(topic);
        if (present == null) {
            throw new IllegalArgumentException("cluster " + name + " has no topic " + topic);
        }
        return present.partitions().get(partition);
    }

    public List<SimPartition> partitions() {
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
    }

    /** Whether all brokers run and every replica has caught up. */
    public boolean isHealed() {
        return aliveBrokers().size() == alive.length && partitions().stream().allMatch(SimPartition::isHealed);
    }

    /** Has connections learn of a broker's end. */
    public void onCrash(IntConsumer watcher) {
        crashWatchers.add(watcher);
    }

    /**
     * Kills a broker; the controller notices after a while.
     *
     * @param maxTailLost batches that each of its replicas may lose as if they had not reached the disk; 0 for a process kill
     */
    public void crash(int node, int maxTailLost) {
        if (!alive[node]) {
            return;
        }
        alive[node] = false;
        fenced[node] = false;
        world.log(name + node + " CRASHED");
        for (SimPartition partition : partitions()) {
            partition.crashed(node, (int) world.between(0, maxTailLost));
        }
        crashWatchers.forEach(watcher -> watcher.accept(node));
        world.after(world.between(FENCING_MS / 4, FENCING_MS), () -> {
            if (!alive[node]) {
                fence(node);
            }
        });
    }

    private void fence(int node) {
        if (!fenced[node]) {
            fenced[node] = true;
            partitions().forEach(partition -> partition.fence(node));
        }
    }

    public void restart(int node) {
        if (alive[node]) {
            return;
        }
        fence(node);
        alive[node] = true;
        starts[node]++;
        world.log(name + node + " restarted");
        partitions().forEach(partition -> partition.restarted(node));
    }

    /** Takes the right to write to a topic away from everybody, or gives it back. */
    public void denyWrites(String topic, boolean on) {
        if (on) {
            denied.add(topic);
        } else {
            denied.remove(topic);
        }
    }

    boolean deniesWrites(String topic) {
        return denied.contains(topic);
    }

    /** Stops a broker's copying of a partition, so that it falls behind and out of sync; or lets it go on. */
    public void pauseCopying(SimPartition partition, int node, boolean on) {
        partition.pause(node, on);
    }

    /** Elects a replica that need not be in sync; all that are must be dead. */
    public void electUnclean(SimPartition partition, int node) {
        world.log(name + " UNCLEAN election of " + node + " for " + partition);
        partition.electUnclean(node);
    }

    /** Answers a metadata request as a live broker sees the cluster. */
    public Topology describe(Collection<String> names) {
        var described = new LinkedHashMap<String, Topology.Topic>();
        for (String asked : names) {
            SimTopic topic = topics.get(asked);
            if (topic == null) {
                described.put(
                        asked, new Topology.Topic(BrokerError.UNKNOWN_TOPIC_OR_PARTITION, Uuid.ZERO_UUID, List.of()));
                continue;
            }
            List<Topology.Leader> leaders = topic.partitions().stream()
                    .map(partition -> new Topology.Leader(partition.leader(), partition.epoch()))
                    .toList();
            described.put(asked, new Topology.Topic(BrokerError.NONE, topic.id(), leaders));
        }
        return new Topology(clusterId, described);
    }

    /** Refuses every producer id that no broker handed out, as stock brokers do not. */
    public void refuseChosenProducerIds(BrokerError error) {
        chosenIdsRefused = error;
    }

    /** How a producer id that no broker handed out is refused; null if it is not. */
    @Nullable
    BrokerError chosenIdsRefused() {
        return chosenIdsRefused;
    }

    /** Runs a produce request at a broker. */
    public void append(int node, Append request, Consumer<Appended> reply) {
        new Appends(world, this, node).run(request, reply);
    }

    /** Runs a fetch request at a broker. */
    public void fetch(int node, Fetch request, FetchSession session, Consumer<List<FetchedPart>> reply) {
        new Fetches(world, this, node, request, session).run(reply);
    }

    /** Answers a ListOffsets request at a broker. */
    public FoundOffsets findOffsets(int node, FindOffsets request) {
        return new FoundOffsets(request.queries().stream()
                .map(query -> find(node, request.readCommitted(), query))
                .toList());
    }

    private FoundOffsets.Partition find(int node, boolean readCommitted, FindOffsets.Query query) {
        SimTopic topic = topics.get(query.topic());
        if (topic == null || query.partition() >= topic.partitions().size()) {
            return refused(query, BrokerError.UNKNOWN_TOPIC_OR_PARTITION);
        }
        Replica replica = topic.partitions().get(query.partition()).replica(node);
        if (replica == null) {
            return refused(query, BrokerError.NOT_LEADER_OR_FOLLOWER);
        }
        BrokerError epochError = epochError(replica, query.leaderEpoch());
        if (epochError != BrokerError.NONE) {
            return refused(query, epochError);
        }
        if (!replica.isLeading()) {
            return refused(query, BrokerError.NOT_LEADER_OR_FOLLOWER);
        }
        if (query.kind() == FindOffsets.Kind.FIRST) {
            return new FoundOffsets.Partition(
                    query.topic(),
                    query.partition(),
                    BrokerError.NONE,
                    replica.log().startOffset());
        }
        if (query.kind() == FindOffsets.Kind.WRITTEN) {
            return new FoundOffsets.Partition(
                    query.topic(),
                    query.partition(),
                    BrokerError.NONE,
                    replica.log().endOffset());
        }
        // A new leader does not know yet how much of the last epoch was committed.
        if (replica.highWatermark() < replica.epochStart()) {
            return refused(query, BrokerError.OFFSET_NOT_AVAILABLE);
        }
        long next = readCommitted ? replica.lastStableOffset() : replica.highWatermark();
        return new FoundOffsets.Partition(query.topic(), query.partition(), BrokerError.NONE, next);
    }

    private static FoundOffsets.Partition refused(FindOffsets.Query query, BrokerError error) {
        return new FoundOffsets.Partition(query.topic(), query.partition(), error, -1);
    }

    /** Compares the epoch that a client knows with what a replica knows (KIP-320). */
    BrokerError epochError(Replica replica, int clientEpoch) {
        if (clientEpoch < 0 || clientEpoch == replica.epoch()) {
            return BrokerError.NONE;
        }
        return clientEpoch < replica.epoch() ? BrokerError.FENCED_LEADER_EPOCH : BrokerError.UNKNOWN_LEADER_EPOCH;
    }

    /** The producer ids that any partition's leader knows, in ascending order. */
    public Collection<Long> knownProducers() {
        var known = new TreeSet<Long>();
        partitions().forEach(partition -> known.addAll(partition.knownProducers()));
        return known;
    }
}
