package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What all steps of a failover have in common. Confined to the operation's thread. */
abstract class MoveStep implements Step {
    static final String CLOSE = "close";
    static final String RETURN = "return";
    static final String PREFLIGHT = "preflight";
    static final String ASSESS = "assess";
    static final String QUIET = "quiet";
    static final String FENCE = "fence";
    static final String DRAIN = "drain";
    static final String VERIFY = "verify";
    static final String HOLD = "hold";
    static final String LOSS = "loss";
    static final String GROUPS = "groups";
    static final String OPEN = "open";
    static final String REVERSE = "reverse";

    private final String name;
    private final String title;
    private final Duration limit;
    private final Duration estimate;
    final Scene scene;
    final FailoverOptions options;

    MoveStep(Scene scene, FailoverOptions options, String name, String title, Duration limit, Duration estimate) {
        this.scene = scene;
        this.options = options;
        this.name = name;
        this.title = title;
        this.limit = limit;
        this.estimate = estimate;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final Duration limit() {
        return limit;
    }

    @Override
    public final Duration estimate() {
        return estimate;
    }

    /** The topics that are moved, as the first step found them. */
    List<MovedTopic> topics(StepContext context) {
        String first = options.isEmergency() ? ASSESS : PREFLIGHT;
        return read(context, first, Notes.TOPICS, Notes.Topics.class)
                .orElseThrow(() -> new Inconsistent("the journal of " + context.operation() + " lacks the topics that '"
                        + first + "' found; begin another operation"))
                .topics();
    }

    /** A note of another step. */
    static <T> Optional<T> read(StepContext context, String step, String name, Class<T> type) {
        return Optional.ofNullable(context.notesOf(step).get(name)).map(text -> JsonText.read(text, type));
    }

    /** A note of this step. */
    static <T> Optional<T> read(StepContext context, String name, Class<T> type) {
        return Optional.ofNullable(context.note(name)).map(text -> JsonText.read(text, type));
    }

    static void note(StepContext context, String name, Object value) {
        context.note(name, JsonText.line(value));
    }
}
