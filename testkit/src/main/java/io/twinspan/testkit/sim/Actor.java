package io.twinspan.testkit.sim;

/** Something that the world calls when an event for it is due or the time it asked for has come. Confined to the world's thread. */
@FunctionalInterface
public interface Actor {

    /**
     * Does what can be done now, without waiting.
     *
     * @return the milliseconds after which it wants to be called again if nothing happens before, at least 1
     */
    long step(long nowMs);
}
