package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The checks before the start: every cluster is contacted, then every link is examined on both of its clusters.
 *
 * <p>Confined to the calling thread; bounded in time by the limit for each answer.
 */
public final class Preflight {
    private final Duration limit;
    private final boolean fitsReplication;

    /**
     * Checks that wait at most so long for one answer of a cluster.
     *
     * @param fitsReplication whether replication factors above the number of brokers will be lowered, so are no error
     */
    public Preflight(Duration limit, boolean fitsReplication) {
        this.limit = limit;
        this.fitsReplication = fitsReplication;
    }

    /**
     * Looks at everything that these links need; what a cluster refuses is a finding, not an exception.
     *
     * @param all every link of the file: what others copy under the same names matters, too
     */
    public PreflightReport examine(List<LinkPlan> plans, List<LinkPlan> all) {
        Map<ClusterAlias, ClusterProbe> probes = new LinkedHashMap<>();
        try {
            for (LinkPlan plan : plans) {
                probes.computeIfAbsent(plan.source().alias(), alias -> new ClusterProbe(plan.source(), limit));
                probes.computeIfAbsent(plan.target().alias(), alias -> new ClusterProbe(plan.target(), limit));
            }
            List<ClusterReport> clusters = new ArrayList<>();
            probes.forEach((alias, probe) -> {
                ClusterReport report = probe.contact();
                clusters.add(isNeeded(alias, plans) ? report : report.withoutStopping());
            });
            Map<LinkName, List<Finding>> rounds = new OriginExamination(all).findings(topics(probes.values()));
            List<LinkReport> links = new ArrayList<>();
            Map<List<String>, LinkName> progress = new HashMap<>();
            for (LinkPlan plan : plans) {
                LinkReport report = examine(plan, probe(probes, plan.source()), probe(probes, plan.target()));
                for (Finding round : rounds.getOrDefault(plan.name(), List.of())) {
                    report = report.with(round);
                }
                Optional<Finding> one = OriginExamination.oneCluster(plan, report, clusters);
                report = one.isPresent() ? report.with(one.get()) : report;
                links.add(onProgress(plan, report, progress));
            }
            return new PreflightReport(clusters, links);
        } finally {
            probes.values().forEach(ClusterProbe::close);
        }
    }

    /** What would come back to where it was produced, or twice to another cluster, over any of a file's links. */
    public List<Finding> rounds(List<LinkPlan> all) {
        Map<ClusterAlias, ClusterProbe> probes = new LinkedHashMap<>();
        try {
            for (LinkPlan plan : all) {
                probes.computeIfAbsent(plan.source().alias(), alias -> new ClusterProbe(plan.source(), limit));
            }
            probes.values().forEach(ClusterProbe::contact);
            return new OriginExamination(all)
                    .findings(topics(probes.values())).values().stream()
                            .flatMap(List::stream)
                            .toList();
        } finally {
            probes.values().forEach(ClusterProbe::close);
        }
    }

    /** The names of the topics on all clusters that answer. */
    private static Set<String> topics(Collection<ClusterProbe> probes) {
        Set<String> names = new HashSet<>();
        for (ClusterProbe probe : probes) {
            if (probe.isReached()) {
                names.addAll(topics(probe));
            }
        }
        return names;
    }

    private static Set<String> topics(ClusterProbe probe) {
        try {
            return probe.await(probe.admin().listTopics().names());
        } catch (ExecutionException | TimeoutException e) {
            // The look at the links that need this cluster asks again, and tells.
            return Set.of();
        }
    }

    /** Two links that commit their progress as the same group would show whichever committed last. */
    private static LinkReport onProgress(LinkPlan plan, LinkReport report, Map<List<String>, LinkName> progress) {
        String group = plan.mirror().progressGroup();
        if (group.isEmpty() || !plan.duties().copies()) {
            return report;
        }
        LinkName other = progress.putIfAbsent(List.of(plan.source().alias().value(), group), plan.name());
        if (other == null) {
            return report;
        }
        return report.with(Finding.warning(
                plan.name().toString(),
                "shows its progress as consumer group " + group + " of "
                        + plan.name().source() + ", and so does " + other
                        + "; lag tools would see now the one, now the other",
                "set " + plan.name() + ".link.progress.group to another name"));
    }

    /** A cluster that links only emit heartbeats to, or from, is no reason not to start the others. */
    private static boolean isNeeded(ClusterAlias alias, List<LinkPlan> plans) {
        return plans.stream()
                .filter(plan -> plan.duties().copies())
                .anyMatch(plan -> plan.source().alias().equals(alias)
                        || plan.target().alias().equals(alias));
    }

    private LinkReport examine(LinkPlan plan, ClusterProbe source, ClusterProbe target) {
        if (!plan.duties().copies()) {
            return target.isReached()
                    ? new HeartbeatExamination(plan, target, fitsReplication).report()
                    : LinkReport.ofHeartbeats(plan.name(), List.of(target.notReached()));
        }
        return source.isReached() && target.isReached()
                ? new LinkExamination(plan, source, target, fitsReplication).report()
                : LinkReport.unexamined(plan.name());
    }

    private static ClusterProbe probe(Map<ClusterAlias, ClusterProbe> probes, ClusterAccess access) {
        ClusterProbe probe = probes.get(access.alias());
        if (probe == null) {
            throw new IllegalStateException("no probe for " + access.alias());
        }
        return probe;
    }
}
