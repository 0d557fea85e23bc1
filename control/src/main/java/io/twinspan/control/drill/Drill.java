package io.twinspan.control.drill;

import io.twinspan.control.check.Move;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.drill.ApplicationTrial.Rights;
import io.twinspan.control.failover.Failover;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.Canary;
import io.twinspan.control.fence.FenceSurroundings;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Observer;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.Time;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.DrillOutcome.Permission;
import io.twinspan.control.report.Participant;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.scene.Scene;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a failover of a link would work today: the failover's own checks, the time of its steps as far as they change nothing,
 * what groups would read on both sides, and what applications may do on the target. Confined to one thread.
 *
 * <p>It changes nothing but the link's journal, which gets its report: no offset, ACL, quota, topic, config or order.
 */
public final class Drill {
    private final Scene scene;
    private final VerifiedLink link;
    private final DrillOptions options;
    private final List<Application> applications;
    private final Parts parts;
    private final List<DryStep> steps = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /**
     * What it works with. Immutable, as far as its parts are.
     *
     * @param progress hears what it is doing
     * @param file as it was given, for commands to paste
     */
    public record Parts(Time time, Consumer<String> progress, Author author, String file) {}

    /** @param applications whose rights on the target are tried */
    public Drill(Scene scene, VerifiedLink link, DrillOptions options, List<Application> applications, Parts parts) {
        this.scene = scene;
        this.link = link;
        this.options = options;
        this.applications = List.copyOf(applications);
        this.parts = parts;
    }

    /** Whether a drill has shown that a failover would work. */
    public static boolean succeeded(Report report) {
        return report.verdict() == Verdict.OK || report.verdict() == Verdict.OK_WITH_REMARKS;
    }

    /**
     * Drills, and keeps the report in the link's journal.
     *
     * @throws ReplicationException if a cluster does not answer
     */
    public SealedReport run() {
        Instant started = Instant.ofEpochMilli(parts.time().nowMs());
        try (var journal = new JournalTopic(link.view(), scene.clock(), scene.limit())) {
            var store = new ReportStore(journal, scene.clock());
            var lastSuccess = DrillHistory.lastSuccess(store.read());
            Findings found = rehearse(lastSuccess.orElse(null));
            var draft = new ReportDraft(
                    ReportKind.DRILL.id(started, ThreadLocalRandom.current().nextInt()),
                    ReportKind.DRILL,
                    link.view().name(),
                    parts.author(),
                    started);
            draft.cluster(new Participant(
                    link.view().source().alias().value(), scene.source().clusterId(), Participant.Role.SOURCE));
            draft.cluster(new Participant(
                    link.view().target().alias().value(), scene.target().clusterId(), Participant.Role.TARGET));
            Report report = new DrillReport(link.view().name(), found, options, draft, parts.file())
                    .of(started, Instant.ofEpochMilli(parts.time().nowMs()));
            return store.add(report);
        }
    }

    private Findings rehearse(@Nullable Instant lastSuccess) {
        long untilMs = parts.time().nowMs() + options.limit().toMillis();
        var move = new Move(Pattern.compile(options.topics()), options.fence(), Set.of(), false, options.limit());
        var moving = new Failover.Parts(parts.time(), new Hearing(parts.progress()), "drill");
        try (var canary = new Canary(link.view().source(), Map.of());
                var failover = new Failover(scene, moving)) {
            long begun = parts.time().nowMs();
            Failover.Plan plan = failover.plan(options.failover(), canary);
            List<MovedTopic> topics = plan.found().topics();
            steps.add(DryStep.of(
                    plan.steps().get(0),
                    begun,
                    parts.time().nowMs() - begun,
                    0,
                    plan.found().left()));
            var rehearsal = new Rehearsal(scene, move, canary, parts.time(), parts.progress());
            var drained = new Rehearsal.Drained(steps.get(0), Map.of(), Map.of());
            var groups = new Rehearsal.Groups(steps.get(0), List.of(), List.of());
            for (Step step : topics.isEmpty() ? List.<Step>of() : plan.steps()) {
                switch (step.name()) {
                    case "preflight", "reverse" -> {}
                    case "fence" -> steps.add(rehearsal.fence(step, topics));
                    case "drain" -> {
                        drained = rehearsal.drain(step, topics);
                        steps.add(drained.step());
                    }
                    case "groups" -> {
                        groups = rehearsal.groups(step);
                        steps.add(groups.step());
                    }
                    default -> steps.add(rehearsal.untried(step));
                }
            }
            List<GroupSample> samples = samples(groups.standings(), untilMs);
            List<Permission> permissions = permissions(topics, groups.standings(), failover);
            return new Findings(
                    plan.obstacles(),
                    steps,
                    topics,
                    drained.ends(),
                    drained.copied(),
                    groups.standings(),
                    groups.problems(),
                    samples,
                    permissions,
                    refused,
                    Optional.ofNullable(lastSuccess));
        }
    }

    private List<GroupSample> samples(List<GroupStanding> all, long untilMs) {
        long begun = parts.time().nowMs();
        Set<String> chosen = new TreeSet<>(GroupChoice.of(options)
                .among(all.stream().map(GroupStanding::group).toList()));
        List<GroupStanding> reading =
                all.stream().filter(group -> chosen.contains(group.group())).toList();
        List<GroupSample> samples = new SampleReading(link, scene.clock(), scene.limit(), options.records())
                .read(reading, parts.time(), untilMs, parts.progress());
        long records = samples.stream().mapToLong(GroupSample::records).sum();
        steps.add(new DryStep(
                "sample",
                "reads what groups would read next, on both sides, and compares it",
                begun,
                parts.time().nowMs() - begun,
                0,
                options.limit().toMillis(),
                samples.size() + " groups, up to " + options.records() + " records in each partition, " + records
                        + " compared"));
        return samples;
    }

    private List<Permission> permissions(List<MovedTopic> topics, List<GroupStanding> groups, Failover failover) {
        if (applications.isEmpty()) {
            return List.of();
        }
        long begun = parts.time().nowMs();
        var source = FenceSurroundings.of(
                new Acls(scene.source()).all(), scene.source().brokerConfigs());
        var permissions = new ArrayList<Permission>();
        for (Application application : applications) {
            parts.progress().accept("trying the rights of " + application);
            Needs needs = Needs.of(application, rules(source), topics, groups);
            try {
                permissions.addAll(
                        new ApplicationTrial(application, rights(source, topics, failover), scene.limit()).run(needs));
            } catch (Misconfigured e) {
                refused.add(application + ": " + e.getMessage());
            }
        }
        long granted = permissions.stream().filter(Permission::granted).count();
        steps.add(new DryStep(
                "permissions",
                "tries as each application whether it could go on on "
                        + link.view().target().alias(),
                begun,
                parts.time().nowMs() - begun,
                0,
                0,
                granted + " of " + permissions.size() + " rights are there, or come when the target is opened"));
        return permissions;
    }

    private static @Nullable AclRules rules(FenceSurroundings cluster) {
        return cluster.acls()
                .map(acls -> new AclRules(acls, cluster.superUsers(), cluster.allowsEveryone()))
                .orElse(null);
    }

    /** Opening gives the source's rights to write, and lifts the denials of an earlier move. */
    private Rights rights(FenceSurroundings source, List<MovedTopic> topics, Failover failover) {
        var target = FenceSurroundings.of(
                new Acls(scene.target()).all(), scene.target().brokerConfigs());
        AclRules rules = rules(target);
        if (rules == null) {
            return new Rights(null, (principal, topic) -> true);
        }
        Set<AclBinding> left = new LinkedHashSet<>(rules.acls());
        left.removeAll(failover.toBeLifted(left, topics));
        topics.forEach(topic -> left.addAll(source.permissionsToWrite(topic.topic())));
        var opened = new AclRules(left, rules.superUsers(), rules.allowsEveryone());
        return new Rights(
                rules, (principal, topic) -> opened.allow(principal, AclOperation.WRITE, ResourceType.TOPIC, topic));
    }

    /** Passes on what checks say of themselves. Confined to the drill's thread. */
    private record Hearing(Consumer<String> progress) implements Observer {
        @Override
        public void begins(Step step, int number, int of) {}

        @Override
        public void progress(Step step, String sentence) {
            progress.accept(sentence);
        }

        @Override
        public void ends(Step step, Entry.Type how, String text, long tookMs) {}
    }
}
