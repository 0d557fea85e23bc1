package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.name.ClusterAlias;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Looks at everything that these links need; what a cluster refuses is a finding, not an exception. */
    public PreflightReport examine(List<LinkPlan> plans) {
        Map<ClusterAlias, ClusterProbe> probes = new LinkedHashMap<>();
        try {
            for (LinkPlan plan : plans) {
                probes.computeIfAbsent(plan.source().alias(), alias -> new ClusterProbe(plan.source(), limit));
                probes.computeIfAbsent(plan.target().alias(), alias -> new ClusterProbe(plan.target(), limit));
            }
            List<ClusterReport> clusters = new ArrayList<>();
            probes.values().forEach(probe -> clusters.add(probe.contact()));
            List<LinkReport> links = new ArrayList<>();
            for (LinkPlan plan : plans) {
                ClusterProbe source = probe(probes, plan.source());
                ClusterProbe target = probe(probes, plan.target());
                links.add(
                        source.isReached() && target.isReached()
                                ? new LinkExamination(plan, source, target, fitsReplication).report()
                                : new LinkReport(plan.name(), false, List.of(), Map.of(), List.of()));
            }
            return new PreflightReport(clusters, links);
        } finally {
            probes.values().forEach(ClusterProbe::close);
        }
    }

    private static ClusterProbe probe(Map<ClusterAlias, ClusterProbe> probes, ClusterAccess access) {
        ClusterProbe probe = probes.get(access.alias());
        if (probe == null) {
            throw new IllegalStateException("no probe for " + access.alias());
        }
        return probe;
    }
}
