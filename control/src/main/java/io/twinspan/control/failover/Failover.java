package io.twinspan.control.failover;

import io.twinspan.control.check.GroupsAhead;
import io.twinspan.control.check.MoveExamination;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.check.Obstacles;
import io.twinspan.control.fence.Canary;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.journal.JournalTopic.Lender;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Observer;
import io.twinspan.control.operation.Operation;
import io.twinspan.control.operation.Operation.Around;
import io.twinspan.control.operation.Operation.Result;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.operation.StepHooks;
import io.twinspan.control.operation.Time;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.scene.Scene;
import io.twinspan.control.verify.Verification;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.control.verify.plan.LinkFacts;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.jspecify.annotations.Nullable;

/**
 * Moves the clients of a link from its source to its target. Confined to one thread; everything it does is in the link's journal, so that it
 * can be continued or taken back after any crash, from any machine that has the file.
 *
 * <pre>
 *  failback    {@link CloseStep close}  {@link ReturnStep return}, and then
 *  planned     {@link PreflightStep preflight}  {@link QuietStep quiet}  {@link FenceStep fence}  {@link DrainStep drain}  {@link HoldStep hold}  {@link VerifyStep verify}  {@link GroupsStep groups}  {@link OpenStep open}  {@link ReverseStep reverse}
 * </pre>
 *
 * <p>Up to {@code groups}, everything can be taken back. {@code open} is the point of no return.
 */
public final class Failover implements AutoCloseable {
    private final Scene scene;
    private final JournalTopic topic;
    private final OperationLog log;
    private final Parts parts;
    private final GroupsAhead groups;
    private @Nullable Canary returning;

    /**
     * What it works with. Immutable, as far as its parts are.
     *
     * @param writer a name that no other process has
     */
    public record Parts(Time time, Observer observer, String writer) {}

    public Failover(Scene scene, Parts parts) {
        this.scene = scene;
        this.parts = parts;
        this.groups = new GroupsAhead(scene);
        this.topic =
                new JournalTopic(scene.link(), scene.clock(), scene.limit(), new Lender(scene::target, scene::writer));
        this.log = new OperationLog(topic);
    }

    /** The steps of a failover with these options. */
    public List<Step> steps(FailoverOptions options, Canary canary) {
        if (options.isEmergency()) {
            return List.of(
                    new PreflightStep(scene, options, groups),
                    new QuietStep(scene, options),
                    new FenceStep(scene, options, canary),
                    new HoldStep(scene, options),
                    new LossStep(scene, options),
                    new GroupsStep(scene, options, new LastKnownGroups(scene)),
                    new OpenStep(scene, options, new EarlierFence(scene, true)),
                    new ReverseStep(scene, options));
        }
        var steps = new ArrayList<Step>();
        if (options.isFailback()) {
            Scene away = scene.reverse();
            steps.add(new CloseStep(away, scene, options, returning()));
            steps.add(new ReturnStep(scene, away, options, groups));
        }
        steps.addAll(List.of(
                new PreflightStep(scene, options, groups),
                new QuietStep(scene, options),
                new FenceStep(scene, options, canary),
                new DrainStep(scene, options),
                new HoldStep(scene, options),
                new VerifyStep(
                        scene,
                        options,
                        request -> Verification.begin(
                                VerifiedLink.of(scene.link()), request, facts(), scene.clock(), scene.limit())),
                new GroupsStep(scene, options, new LiveGroups(scene, options)),
                new OpenStep(scene, options, new EarlierFence(scene, false)),
                new ReverseStep(scene, options)));
        return List.copyOf(steps);
    }

    /** From what is known already, what can be compared. */
    private LinkFacts facts() {
        return new LinkFacts(scene.source(), scene.target(), () -> {
            scene.follower().look();
            return scene.follower().maps();
        });
    }

    /** Of the cluster to which clients come back. */
    private Canary returning() {
        Canary known = returning;
        if (known == null) {
            known = new Canary(scene.link().target(), Map.of());
            returning = known;
        }
        return known;
    }

    /** The names of steps, which hooks can be put around. */
    public static List<String> stepNames() {
        return List.of(
                MoveStep.CLOSE,
                MoveStep.RETURN,
                MoveStep.PREFLIGHT,
                MoveStep.ASSESS,
                MoveStep.QUIET,
                MoveStep.FENCE,
                MoveStep.DRAIN,
                MoveStep.HOLD,
                MoveStep.VERIFY,
                MoveStep.LOSS,
                MoveStep.GROUPS,
                MoveStep.OPEN,
                MoveStep.REVERSE);
    }

    /**
     * What a failover would do. Immutable.
     *
     * @param steps with the time that each will take, about
     */
    public record Plan(MoveExamination.Found found, List<Obstacle> obstacles, List<Step> steps) {
        public Plan {
            obstacles = List.copyOf(obstacles);
            steps = List.copyOf(steps);
        }

        /** Whether it could be done. */
        public boolean isReady() {
            return obstacles.stream().allMatch(one -> one.weight() == Obstacle.Weight.REMARK);
        }
    }

    /** Looks at everything and changes nothing. */
    public Plan plan(FailoverOptions options, Canary canary) {
        var obstacles = new Obstacles(options.acceptedKinds());
        List<Step> steps = steps(options, canary);
        if (options.isFailback() && isBackAtRest()) {
            String first =
                    scene.link().target().alias() + " is brought up to date first; what the checks find is told then";
            return new Plan(new MoveExamination.Found(List.of(), List.of(), first), List.of(), steps);
        }
        MoveExamination.Found found =
                new PreflightStep(scene, options, groups).examine(obstacles, new Looking(parts, steps.get(0)));
        return new Plan(found, obstacles.all(), steps);
    }

    /** Which of the target's ACLs opening it would take away: denials that an earlier move in the other direction left. */
    public Set<AclBinding> toBeLifted(Set<AclBinding> there, List<MovedTopic> topics) {
        Set<String> names = new TreeSet<>();
        topics.forEach(topic -> {
            names.add(topic.topic());
            names.add(topic.copy());
        });
        return new EarlierFence(scene, true).on(there, names);
    }

    private boolean isBackAtRest() {
        scene.follower().look();
        return new WayBack(scene.reverse(), scene.link()).isHeld(scene.follower());
    }

    /** The operation of this link that is not over; empty if there is none. */
    public Optional<OperationState> open() {
        List<Entry> entries = log.entries();
        OperationState last = null;
        for (String id : OperationState.operations(entries)) {
            OperationState state = OperationState.of(id, entries);
            last = state.isClosed() ? last : state;
        }
        return Optional.ofNullable(last);
    }

    /**
     * Begins one.
     *
     * @throws Misconfigured if another one is not over
     */
    public Operation begin(String id, FailoverOptions options, StepHooks hooks) {
        open().ifPresent(other -> {
            throw new Misconfigured(
                    "operation",
                    "operation " + other.operation() + " of link "
                            + scene.link().name()
                            + " is not over; continue it with --resume, or take it back with --undo");
        });
        // A hook may be there to stop clients before anybody looks at them.
        if (!options.isEmergency() && options.hooks().isEmpty()) {
            groups.begin();
        }
        return Operation.open(around(hooks), id, parts.writer(), JsonText.line(options));
    }

    /** Takes up the one that is not over, to continue it or to take it back. */
    public Operation takeUp(String id, StepHooks hooks) {
        return Operation.claim(around(hooks), id, parts.writer());
    }

    /** What an operation was begun with. */
    public static FailoverOptions options(OperationState state) {
        return JsonText.read(state.plan(), FailoverOptions.class);
    }

    private Around around(StepHooks hooks) {
        return new Around(log, parts.time(), parts.observer(), hooks);
    }

    /**
     * Ends an operation: keeps its report, and then says that it is over.
     *
     * @param kind what it was
     * @param file as it was given, for commands to paste
     * @param why why it was taken back, or null if it came to its end; empty if that was asked for
     */
    public SealedReport end(
            Operation operation, List<Step> steps, ReportKind kind, Author author, String file, @Nullable String why) {
        OperationState state = operation.state();
        var report = new FailoverReport(scene, state, steps, kind, author, file);
        long nowMs = parts.time().nowMs();
        Report told = why == null ? report.ofDone(nowMs) : report.ofUndone(why, nowMs);
        var store = new ReportStore(topic, scene.clock());
        // Who was before us may have got as far as that, and no further.
        SealedReport kept = store.read()
                .find(told.id())
                .filter(earlier -> earlier.intact() && earlier.report().verdict() == told.verdict())
                .orElseGet(() -> store.add(told));
        operation.close(told.verdict().name());
        return kept;
    }

    /** Why an operation did not get to its end, for people. */
    public static String describe(Result result) {
        Step failed = result.failed();
        ReplicationException error = result.error();
        return failed == null || error == null ? "" : "'" + failed.name() + "' failed: " + error.getMessage();
    }

    @Override
    public void close() {
        topic.close();
        Canary proof = returning;
        if (proof != null) {
            proof.close();
        }
    }

    /** Lets checks wait and tell, outside of an operation. Confined to one thread. */
    private record Looking(Parts parts, Step step) implements StepContext {
        @Override
        public String operation() {
            return "";
        }

        @Override
        public Map<String, String> notes() {
            return Map.of();
        }

        @Override
        public Map<String, String> notesOf(String other) {
            return Map.of();
        }

        @Override
        public void note(String name, String text) {
            throw new IllegalStateException("who only looks keeps nothing");
        }

        @Override
        public @Nullable String note(String name) {
            return null;
        }

        @Override
        public long nowMs() {
            return parts.time().nowMs();
        }

        @Override
        public void progress(String sentence) {
            parts.observer().progress(step, sentence);
        }

        @Override
        public void pause(long ms, String waitingFor) {
            parts.time().pause(ms);
        }

        @Override
        public long leftMs() {
            return Long.MAX_VALUE;
        }
    }
}
