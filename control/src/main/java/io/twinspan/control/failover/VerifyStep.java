package io.twinspan.control.failover;

import io.twinspan.control.failover.FailoverOptions.Verify;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.report.view.Words;
import io.twinspan.control.scene.Scene;
import io.twinspan.control.verify.Extent;
import io.twinspan.control.verify.VerifyProgress;
import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.Verifying;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.DifferenceText;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.control.verify.result.VerifyReport;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares what the target has below the fence with what the source has, before anybody works with it: by default the end of each partition,
 * since producers wait. Confined to the operation's thread.
 *
 * <p>It comes after {@link HoldStep}: then the link's last positions are stored, so that the records up to the fence can be compared, and nothing
 * is written behind what was compared.
 */
final class VerifyStep extends MoveStep {
    static final long TAIL_RECORDS = 1_000;
    static final long TAIL_BYTES = 1 << 20;

    /** Longer than a verification waits for a partition before it leaves it out. */
    static final long STUCK_MS = 90_000;

    private static final long STEP_MS = 200;
    private static final String REGARDLESS = "to move without comparing records: --verify none";

    private final Function<VerifyRequest, Verifying> engine;

    /** @param engine begins a comparison of the link */
    VerifyStep(Scene scene, FailoverOptions options, Function<VerifyRequest, Verifying> engine) {
        super(scene, options, VERIFY, title(scene, options.verify()), limit(options), estimate(options.verify()));
        this.engine = engine;
    }

    private static String title(Scene scene, Verify what) {
        String target = scene.link().target().alias().value();
        return switch (what) {
            case NONE -> "compares nothing (--verify none)";
            case TAIL -> "compares the end of each partition on " + target + " with its source, record by record";
            case ALL ->
                "compares all that " + target
                        + " has with its source, record by record, which takes as long as reading both";
        };
    }

    private static Duration limit(FailoverOptions options) {
        return options.verify() == Verify.ALL ? Duration.ofMillis(options.verifyLimitMs()) : Duration.ofSeconds(60);
    }

    private static Duration estimate(Verify what) {
        return switch (what) {
            case NONE -> Duration.ZERO;
            case TAIL -> Duration.ofSeconds(1);
            case ALL -> Duration.ofMinutes(1);
        };
    }

    @Override
    public Outcome run(StepContext context) {
        if (options.verify() == Verify.NONE) {
            return Outcome.skipped("not asked for (--verify none)");
        }
        Map<TopicPartition, Long> ends = read(context, FENCE, Notes.ENDS, Notes.Offsets.class)
                .orElseThrow(() -> new Inconsistent("the fence left no ends of logs in the journal"))
                .offsets();
        VerifyReport report = compare(context, ends);
        Compared compared = Compared.of(report, ends.keySet());
        note(context, Notes.COMPARED, compared);
        if (compared.outcome().differences() > 0) {
            throw new Inconsistent(difference(report, ends.keySet(), compared));
        }
        return Outcome.done(summary(compared));
    }

    private VerifyReport compare(StepContext context, Map<TopicPartition, Long> ends) {
        boolean isTail = options.verify() == Verify.TAIL;
        VerifyRequest request = VerifyRequest.everything()
                .of(options.topics())
                .to(Extent.tail(isTail ? TAIL_RECORDS : 0, isTail ? TAIL_BYTES : 0, ends), "what was moved")
                .unkept();
        try (Verifying verification = engine.apply(request)) {
            long reached = 0;
            long sinceMs = context.nowMs();
            while (!verification.step(Math.min(STEP_MS, context.leftMs()))) {
                VerifyProgress now = verification.progress();
                if (now.offsetsDone() > reached) {
                    reached = now.offsetsDone();
                    sinceMs = context.nowMs();
                }
                if (context.nowMs() - sinceMs > STUCK_MS) {
                    throw new TransientFailure("for " + STUCK_MS / 1_000 + " s no more records could be compared; "
                            + far(now) + "; " + REGARDLESS);
                }
                context.progress(
                        far(now) + (now.leftMs() < 0 ? "" : ", about " + Words.duration(now.leftMs()) + " left"));
                context.pause(1, far(now) + "; " + REGARDLESS);
            }
            return verification.report();
        }
    }

    private static String far(VerifyProgress now) {
        return now.partitionsDone() + " of " + Words.count(now.partitions(), "partition") + " done, "
                + Words.count(now.records(), "record") + " compared";
    }

    private static String summary(Compared compared) {
        long missing = compared.missing();
        if (compared.outcome().partitions() == 0) {
            return "nothing could be compared";
        }
        return Words.count(compared.outcome().records(), "record") + " of "
                + Words.count(compared.outcome().partitions(), "partition") + " compared, all equal"
                + (missing == 0 ? "" : "; " + Words.count(missing, "partition") + " could not be compared");
    }

    private static String difference(VerifyReport report, Set<TopicPartition> moved, Compared compared) {
        List<PartitionResult> different = report.partitions().stream()
                .filter(result -> result.differences() > 0
                        && moved.contains(new TopicPartition(result.topic(), result.partition())))
                .toList();
        PartitionResult first = different.get(0);
        var text = new StringBuilder(Words.count(compared.outcome().differences(), "difference"))
                .append(" in ")
                .append(Words.count(different.size(), "partition"))
                .append(", the first in ")
                .append(first.topic() + "-" + first.partition())
                .append(" and ")
                .append(first.targetTopic() + "-" + first.partition());
        first.found().stream().findFirst().ifPresent(difference -> append(text, difference));
        return text.append("\n'twinspan verify' with --topics '")
                .append(first.topic().replace(".", "\\."))
                .append(
                        "' shows whether it is still there, and docs/how-to/verify.md what it means.\nIf it is known, and no reason to stay, begin again; ")
                .append(REGARDLESS)
                .toString();
    }

    private static void append(StringBuilder text, Difference difference) {
        text.append("\n  ").append(difference.kind().text()).append(": ").append(DifferenceText.place(difference));
        ShownRecord inSource = difference.inSource();
        ShownRecord inTarget = difference.inTarget();
        if (inSource != null) {
            text.append("\n    source  ").append(DifferenceText.record(inSource));
        }
        if (inTarget != null) {
            text.append("\n    target  ").append(DifferenceText.record(inTarget));
        }
    }

    @Override
    public void undo(StepContext context) {
        context.progress("nothing was changed");
    }
}
