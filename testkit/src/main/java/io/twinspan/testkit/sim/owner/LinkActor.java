package io.twinspan.testkit.sim.owner;

import io.twinspan.model.error.Fenced;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.Actor;
import io.twinspan.testkit.sim.SimLink;
import io.twinspan.testkit.sim.SimPositions;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.net.SimExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One incarnation of a link, with its own connections: steps it, and stores the positions that it hands out. Confined to the
 * world's thread.
 */
public final class LinkActor implements Actor {
    private static final long DEFAULT_PAUSE_MS = 10;

    private final SimWorld world;
    private final String name;
    private final SimPositions positions;
    private final SimExchange exchange;
    private final SimLink link;
    private final Deque<PositionRecord> durable = new ArrayDeque<>();
    private final Runnable again;
    private boolean over;

    /** @param again has another incarnation started, because this one found that it must read the positions again */
    LinkActor(
            SimWorld world,
            String name,
            SimPositions positions,
            SimExchange exchange,
            LinkFactory factory,
            Runnable again) {
        this.again = again;
        this.world = world;
        this.name = name;
        this.positions = positions;
        this.exchange = exchange;
        this.link = factory.start(exchange, positions.durable());
        world.addActor(name, this);
    }

    /** The name that no other incarnation has. */
    public String name() {
        return name;
    }

    /** Whether it is neither stopped nor crashed. */
    public boolean isRunning() {
        return !over;
    }

    /** The link itself. */
    public SimLink link() {
        return link;
    }

    @Override
    public long step(long nowMs) {
        while (!durable.isEmpty()) {
            link.recorded(durable.removeFirst());
        }
        List<PositionRecord> records;
        try {
            records = link.step();
        } catch (Fenced fenced) {
            world.log(name + " FENCED");
            crash();
            again.run();
            return Long.MAX_VALUE;
        }
        for (PositionRecord record : records) {
            positions.store(name, record, () -> {
                durable.addLast(record);
                world.wake(name);
            });
        }
        long next = link.nextWakeupMs();
        return next <= 0 ? DEFAULT_PAUSE_MS : Math.max(1, next - nowMs);
    }

    /** Ends it as a kill would. */
    public void crash() {
        if (end()) {
            world.log(name + " CRASHED");
            exchange.abandon();
            positions.crashed(name);
        }
    }

    /**
     * Stops it cleanly.
     *
     * @return how many leases it kept
     */
    public int stop() {
        if (!end()) {
            return 0;
        }
        world.log(name + " stops");
        link.close();
        int leaked = exchange.leakedLeases();
        exchange.abandon();
        return leaked;
    }

    private boolean end() {
        boolean first = !over;
        over = true;
        world.removeActor(name);
        return first;
    }
}
