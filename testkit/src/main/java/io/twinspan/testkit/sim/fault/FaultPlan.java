package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When faults strike: each at random, at its own mean interval, until the plan ends. Confined to the world's thread. */
public final class FaultPlan {
    private final SimWorld world;
    private final List<Planned> planned = new ArrayList<>();
    private boolean over;

    private static final class Planned {
        private final Fault fault;
        private final long meanMs;
        private int struck;

        Planned(Fault fault, long meanMs) {
            this.fault = fault;
            this.meanMs = meanMs;
        }
    }

    public FaultPlan(SimWorld world) {
        this.world = world;
    }

    /** Adds a fault that strikes about every {@code meanMs}. */
    public FaultPlan add(Fault fault, long meanMs) {
        var entry = new Planned(fault, meanMs);
        planned.add(entry);
        schedule(entry);
        return this;
    }

    private void schedule(Planned entry) {
        long delayMs = (long) (-Math.log(1 - world.random().nextDouble()) * entry.meanMs);
        world.after(Math.max(1, delayMs), () -> {
            if (over) {
                return;
            }
            if (entry.fault.strike()) {
                entry.struck++;
                world.log("fault " + entry.fault.name());
            }
            schedule(entry);
        });
    }

    /** Ends the time of faults, and mends what is broken. */
    public void end() {
        if (!over) {
            over = true;
            world.log("faults end");
            planned.forEach(entry -> entry.fault.heal());
        }
    }

    /** How often each fault really happened. */
    public Map<String, Integer> happened() {
        var counts = new TreeMap<String, Integer>();
        planned.forEach(entry -> counts.merge(entry.fault.name(), entry.fault.happened(entry.struck), Integer::sum));
        return counts;
    }
}
