package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong, once. Confined to the programme's thread. */
public interface Fault {

    /** As on the command line and in results, such as {@code kill-source-broker}. */
    String name();

    /** What happens, in a sentence. */
    String what();

    /** Makes it happen. */
    void inject(Scene scene);

    /** How long it lasts after it was made to happen. */
    default Duration lasts() {
        return Duration.ofSeconds(15);
    }

    /** Ends it. */
    default void heal(Scene scene) {}

    /** Whether times count from its end, as for a line that was cut, and not from its beginning. */
    default boolean countedFromHeal() {
        return false;
    }

    /** Whether it hits one topic alone, which is then made for it; times are those of the others, which should not notice. */
    default boolean hitsOneTopic() {
        return false;
    }

    /** What has to be done before the load and the processes start. */
    default void prepare(Scene scene) {}

    /** What an operator does once everything else goes on. */
    default void operate(Scene scene) {}

    /** What it took away for good, known at the end. */
    default Optional<Loss> loss(Scene scene) {
        return Optional.empty();
    }

    /** What must have happened for the fault to have shown anything, known at the end; empty if it has. */
    default Optional<String> shownNothing(Scene scene) {
        return Optional.empty();
    }

    /** Why it cannot happen on this machine, or empty. */
    default Optional<String> missing() {
        return Optional.empty();
    }
}
