package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.Upkeep;
import io.twinspan.control.upkeep.Surroundings;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** What a process that runs names itself in what it does by itself. Thread-safe: pure functions. */
final class ByItself {
    private ByItself() {}

    /**
     * What is done besides copying.
     *
     * @param file as it was given
     * @param text what it held
     */
    static Upkeep upkeep(String file, String text) {
        return new Upkeep(text, inForce -> surroundings(file, inForce));
    }

    private static Surroundings surroundings(String file, Supplier<String> text) {
        String who = Who.runsThis();
        return new Surroundings(
                who + "/" + UUID.randomUUID(),
                options -> Who.author("twinspan run, " + who, options, text.get()),
                file,
                Clock.systemUTC(),
                Deployment.ANSWER_LIMIT);
    }
}
