package io.twinspan.testkit.sim.net;

import io.twinspan.link.exchange.Failure;
import io.twinspan.testkit.sim.broker.FetchSession;
import java.util.function.Consumer;

/**
 * One request on its way. Confined to the world's thread.
 *
 * @param changesLog whether it matters when a broker executes it although nobody waits for the answer
 * @param usesSession whether it is part of the connection's fetch session
 * @param waitMs how long the client allows the broker to take
 * @param execution what the broker does; gives back what then runs at the client
 */
record Request(
        String what,
        boolean changesLog,
        boolean usesSession,
        long waitMs,
        Execution execution,
        Consumer<Failure> failed) {

    /** What a broker does with a request. */
    @FunctionalInterface
    interface Execution {
        void run(FetchSession session, Consumer<Runnable> answer);
    }
}
