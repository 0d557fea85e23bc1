package io.twinspan.testkit.sim.net;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The conditions under which all exchanges of a world work, and the count of what went wrong. Confined to the world's thread.
 */
public final class SimNetwork {
    private final SimWorld world;
    private final List<SimExchange> exchanges = new ArrayList<>();
    private long minLatencyMs = 1;
    private long maxLatencyMs = 8;
    private long requestTimeoutMs = 3_000;
    private long maxLateMs = 2_000;
    private final Set<String> blackHoles = new HashSet<>();
    private int dropOneIn;
    private int corruptOneIn;
    private int dropped;
    private int corrupted;
    private int late;

    public SimNetwork(SimWorld world) {
        this.world = world;
    }

    /** Sets how long a message travels, one way. */
    public void latency(long minMs, long maxMs) {
        minLatencyMs = minMs;
        maxLatencyMs = maxMs;
    }

    /** Sets after which time a client gives up on a request, beyond what it allows the broker to wait. */
    public void requestTimeout(long ms) {
        requestTimeoutMs = ms;
    }

    /** Loses one answer in {@code n}, so that its connection stalls until the client gives up; 0 for none. */
    public void dropResponses(int n) {
        dropOneIn = n;
    }

    /** Flips a bit in one appended batch of {@code n} under way; 0 for none. */
    public void corruptAppends(int n) {
        corruptOneIn = n;
    }

    /** Has nothing reach a broker any more, without a word, as behind a firewall; or lets it through again. */
    public void blackHole(SimCluster cluster, int node, boolean on) {
        if (on) {
            blackHoles.add(cluster.name() + node);
        } else {
            blackHoles.remove(cluster.name() + node);
        }
    }

    boolean swallows(SimCluster cluster, int node) {
        return blackHoles.contains(cluster.name() + node);
    }

    /** How many answers were lost. */
    public int dropped() {
        return dropped;
    }

    /** How many batches were damaged. */
    public int corrupted() {
        return corrupted;
    }

    /** How many appends a broker executed after the client had seen their connection break. */
    public int late() {
        return late;
    }

    /** The exchanges that work now. */
    public List<SimExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /**
     * Breaks one connection, one with requests under way if there is any.
     *
     * @return whether there was a connection
     */
    public boolean cutOne() {
        List<Wire> wires = exchanges.stream().flatMap(e -> e.wires().stream()).toList();
        List<Wire> busy = wires.stream().filter(Wire::isBusy).toList();
        List<Wire> chosen = busy.isEmpty() ? wires : busy;
        if (chosen.isEmpty()) {
            return false;
        }
        chosen.get(world.random().nextInt(chosen.size())).cut("the connection was cut");
        return true;
    }

    void add(SimExchange exchange) {
        exchanges.add(exchange);
    }

    void remove(SimExchange exchange) {
        exchanges.remove(exchange);
    }

    long latencyMs() {
        return world.between(minLatencyMs, maxLatencyMs);
    }

    long requestTimeoutMs() {
        return requestTimeoutMs;
    }

    long lateMs() {
        return world.between(0, maxLateMs);
    }

    boolean dropsNow() {
        boolean drops = dropOneIn > 0 && world.oneIn(dropOneIn);
        dropped += drops ? 1 : 0;
        return drops;
    }

    boolean corruptsNow() {
        boolean corrupts = corruptOneIn > 0 && world.oneIn(corruptOneIn);
        corrupted += corrupts ? 1 : 0;
        return corrupts;
    }

    void executedLate() {
        late++;
    }
}
