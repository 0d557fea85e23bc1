package io.twinspan.control.report;

import io.twinspan.model.name.LinkName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report that is gathered while an operation runs. Confined to one thread. */
public final class ReportDraft {
    private final String id;
    private final ReportKind kind;
    private final LinkName link;
    private final Author author;
    private final Instant started;
    private final List<Participant> clusters = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<TopicOutcome> topics = new ArrayList<>();
    private final List<GroupOutcome> groups = new ArrayList<>();
    private final List<AccessChange> access = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final List<NextStep> next = new ArrayList<>();
    private @Nullable Rpo rpo;
    private @Nullable Rto rto;
    private @Nullable DrillOutcome drill;
    private @Nullable VerifyOutcome verification;

    /**
     * Nothing is known yet.
     *
     * @param id the operation's name, see {@link ReportKind#id}
     */
    public ReportDraft(String id, ReportKind kind, LinkName link, Author author, Instant started) {
        this.id = id;
        this.kind = kind;
        this.link = link;
        this.author = author;
        this.started = started;
    }

    public ReportDraft cluster(Participant cluster) {
        clusters.add(cluster);
        return this;
    }

    public ReportDraft rpo(Rpo lost) {
        rpo = lost;
        return this;
    }

    public ReportDraft rto(Rto waited) {
        rto = waited;
        return this;
    }

    public ReportDraft step(Step step) {
        steps.add(step);
        return this;
    }

    public ReportDraft topics(List<TopicOutcome> more) {
        topics.addAll(more);
        return this;
    }

    public ReportDraft groups(List<GroupOutcome> more) {
        groups.addAll(more);
        return this;
    }

    public ReportDraft access(List<AccessChange> more) {
        access.addAll(more);
        return this;
    }

    public ReportDraft remark(Remark.Severity severity, String what, String cure) {
        remarks.add(new Remark(severity, what, cure));
        return this;
    }

    public ReportDraft next(NextStep.Purpose purpose, String what, String command) {
        next.add(new NextStep(purpose, what, command));
        return this;
    }

    public ReportDraft drill(DrillOutcome outcome) {
        drill = outcome;
        return this;
    }

    public ReportDraft verification(VerifyOutcome outcome) {
        verification = outcome;
        return this;
    }

    /** The report of an operation that has ended, without a place in the chain. */
    public Report end(Verdict verdict, String sentence, Instant ended) {
        return new Report(
                id,
                0,
                "",
                kind,
                link.toString(),
                verdict,
                sentence,
                started,
                ended,
                author,
                clusters,
                rpo,
                rto,
                steps,
                topics,
                groups,
                access,
                remarks,
                next,
                drill,
                verification);
    }
}
