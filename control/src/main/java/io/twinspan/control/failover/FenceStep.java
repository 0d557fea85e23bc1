package io.twinspan.control.failover;

import io.twinspan.control.check.Move;
import io.twinspan.control.check.MoveExamination;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.cluster.Contact;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.AclFence;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.Canary;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.fence.OpenTransactions;
import io.twinspan.control.fence.OpenTransactions.Open;
import io.twinspan.control.fence.QuotaFence;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;

/**
 * Keeps producers out of the source, proves it, ends what transactions they left open, and reads where the logs end. Confined to the
 * operation's thread.
 */
class FenceStep extends MoveStep {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);
    private static final long LOOK_MS = 50;
    private static final long STILL_MS = 500;
    private static final long ENDS_BY_ITSELF_MS = 2_000;

    /** Who works here may be a super user, though brokers do not tell: then standing ends must do. */
    private static final long PROOF_MS = 3_000;

    private final Canary canary;

    FenceStep(Scene scene, FailoverOptions options, Canary canary) {
        this(
                scene,
                options,
                FENCE,
                switch (options.fence()) {
                    case ACL ->
                        "keeps producers out of " + scene.link().source().alias() + " by ACLs, and proves it";
                    case QUOTA -> "brakes producers on " + scene.link().source().alias() + " by a quota";
                    case HOOK ->
                        "has your hook stop producers on "
                                + scene.link().source().alias();
                    case STOPPED ->
                        "takes your word that producers on "
                                + scene.link().source().alias() + " are stopped";
                },
                canary);
    }

    /** The same under another name. */
    FenceStep(Scene scene, FailoverOptions options, String name, String title, Canary canary) {
        super(scene, options, name, title, Duration.ofSeconds(60), Duration.ofSeconds(2));
        this.canary = canary;
    }

    @Override
    public Outcome run(StepContext context) {
        if (!options.isEmergency()) {
            return fence(context);
        }
        String source = scene.link().source().alias().value();
        if (!Contact.answers(scene.link().source(), ANSWERS_WITHIN)) {
            return Outcome.skipped(
                    source + " does not answer; should it come back, nothing keeps producers out of it until"
                            + " 'twinspan failback' does");
        }
        try {
            return fence(context);
        } catch (ReplicationException e) {
            return Outcome.skipped("producers are not kept out of " + source + " for certain: " + e.getMessage());
        }
    }

    private Outcome fence(StepContext context) {
        List<MovedTopic> topics = topics(context);
        List<TopicPartition> partitions = MovedTopic.partitionsOf(topics);
        long begunMs = context.nowMs();
        String how = switch (options.fence()) {
            case ACL -> deny(context, topics, begunMs);
            case QUOTA -> brake(context);
            case HOOK, STOPPED -> "";
        };
        endTransactions(context, partitions);
        Map<TopicPartition, Long> ends = stillEnds(context, partitions);
        note(context, Notes.ENDS, Notes.Offsets.of(ends, context.nowMs()));
        return Outcome.done(
                (how.isEmpty() ? "" : how + "; ") + "the ends of " + partitions.size() + " logs stand still");
    }

    private String deny(StepContext context, List<MovedTopic> topics, long begunMs) {
        Move move = options.move();
        AclFence fence = MoveExamination.fence(scene, move, topics);
        if (!fence.obstacle().isEmpty()) {
            throw new Misconfigured("--fence", fence.obstacle());
        }
        var acls = new Acls(scene.source());
        Set<AclBinding> wanted =
                fence.denials(topics.stream().map(MovedTopic::topic).toList());
        Set<AclBinding> there = acls.all().orElse(Set.of());
        // Noted before they are made: those that were there before us are not ours to take away.
        var ours = new LinkedHashSet<AclBinding>();
        read(context, Notes.ACLS, Notes.AclList.class)
                .ifPresent(noted -> noted.acls().forEach(acl -> ours.add(acl.binding())));
        wanted.stream().filter(denial -> !there.contains(denial)).forEach(ours::add);
        note(context, Notes.ACLS, new Notes.AclList(Acl.of(ours)));
        acls.add(wanted.stream().filter(denial -> !there.contains(denial)).toList());
        return prove(context, fence, topics, begunMs, wanted.size());
    }

    private String prove(StepContext context, AclFence fence, List<MovedTopic> topics, long begunMs, int count) {
        List<TopicPartition> partitions = MovedTopic.partitionsOf(topics);
        String denials = count + " denials";
        while (true) {
            Canary.Finding finding = canary.ask(partitions, fence);
            if (finding.isProof()) {
                return denials + ", proven by a canary on every leader after " + (context.nowMs() - begunMs) + " ms";
            }
            boolean isHopeless = !finding.isConclusive() && context.nowMs() - begunMs > PROOF_MS;
            if (!finding.mayBecomeProof() || isHopeless) {
                return denials + ", not proven by a canary: " + finding.detail();
            }
            context.pause(LOOK_MS, "the canary may still write: " + finding.detail());
        }
    }

    private String brake(StepContext context) {
        var fence = new QuotaFence(scene.source());
        if (context.note(Notes.QUOTAS) == null) {
            note(context, Notes.QUOTAS, new Notes.QuotaList(fence.current()));
        }
        fence.brake(read(context, Notes.QUOTAS, Notes.QuotaList.class)
                .map(Notes.QuotaList::quotas)
                .orElse(List.of()));
        return "a quota of one byte a second for each producer";
    }

    /** A transaction that was open may be committed by its producer, who needs no permission on the topic for that; soon it is ended. */
    private void endTransactions(StepContext context, List<TopicPartition> partitions) {
        var transactions = new OpenTransactions(scene.source());
        long until = context.nowMs() + ENDS_BY_ITSELF_MS;
        List<Open> open = transactions.in(partitions);
        while (!open.isEmpty() && context.nowMs() < until) {
            context.progress(open.size() + " open transactions");
            context.pause(2 * LOOK_MS, open.size() + " transactions are open, among them " + open.get(0));
            open = transactions.in(partitions);
        }
        if (!open.isEmpty()) {
            context.progress("ending " + open.size() + " open transactions");
            transactions.end(open, scene.limit());
        }
        while (!open.isEmpty()) {
            context.pause(2 * LOOK_MS, open.size() + " transactions do not end, among them " + open.get(0));
            open = transactions.in(partitions);
        }
    }

    /** Two equal readings, some time apart, with nothing left open. */
    private Map<TopicPartition, Long> stillEnds(StepContext context, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> before = scene.source().ends(partitions);
        while (true) {
            context.pause(STILL_MS, "the source's logs still grow: producers are not kept out");
            Map<TopicPartition, Long> now = scene.source().ends(partitions);
            if (now.equals(before)
                    && (options.fence() == FenceKind.QUOTA
                            || now.equals(scene.source().stableEnds(partitions)))) {
                return now;
            }
            context.progress("the source's logs still grow");
            before = now;
        }
    }

    @Override
    public void undo(StepContext context) {
        List<AclBinding> ours = read(context, Notes.ACLS, Notes.AclList.class)
                .map(noted -> noted.acls().stream().map(Acl::binding).toList())
                .orElse(List.of());
        if (!ours.isEmpty()) {
            var acls = new Acls(scene.source());
            acls.remove(ours);
            Set<AclBinding> left = acls.all().orElse(Set.of());
            if (ours.stream().anyMatch(left::contains)) {
                throw new Inconsistent("some denials are still there: "
                        + Acl.of(ours.stream().filter(left::contains).toList()));
            }
        }
        read(context, Notes.QUOTAS, Notes.QuotaList.class)
                .ifPresent(noted -> new QuotaFence(scene.source()).set(noted.quotas()));
    }
}
