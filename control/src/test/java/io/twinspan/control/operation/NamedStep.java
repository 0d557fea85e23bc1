package io.twinspan.control.operation;

import java.time.Duration;

/** A step of which only the name is asked. Immutable. */
public record NamedStep(String name) implements Step {

    @Override
    public String title() {
        return "does " + name;
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration estimate() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Outcome run(StepContext context) {
        throw new IllegalStateException(name + " is not to be run");
    }

    @Override
    public void undo(StepContext context) {
        throw new IllegalStateException(name + " is not to be taken back");
    }
}
