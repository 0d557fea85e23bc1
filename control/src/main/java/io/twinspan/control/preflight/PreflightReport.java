package io.twinspan.control.preflight;

import io.twinspan.model.name.ClusterAlias;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that the checks found. Immutable. */
public record PreflightReport(List<ClusterReport> clusters, List<LinkReport> links) {
    public PreflightReport {
        clusters = List.copyOf(clusters);
        links = List.copyOf(links);
    }

    /** All findings, clusters first. */
    public List<Finding> findings() {
        return Stream.concat(
                        clusters.stream().map(ClusterReport::findings),
                        links.stream().map(LinkReport::findings))
                .flatMap(List::stream)
                .toList();
    }

    /** The clusters that did not answer. */
    public Set<ClusterAlias> unreached() {
        return clusters.stream()
                .filter(cluster -> !cluster.reached())
                .map(ClusterReport::alias)
                .collect(Collectors.toSet());
    }

    /** Whether nothing keeps links from running but clusters that do not answer. */
    public boolean onlyAwaits() {
        return findings().stream()
                .map(Finding::kind)
                .filter(Finding.Kind::stops)
                .allMatch(Finding.Kind.UNREACHABLE::equals);
    }

    /** Whether, besides, some link has both of its own. */
    public boolean isPartlyReady() {
        return onlyAwaits()
                && links.stream()
                        .anyMatch(link -> link.copies()
                                && link.examined()
                                && link.findings().stream()
                                        .noneMatch(finding -> finding.kind().stops()));
    }

    /** The gravest kind among the findings. */
    public Finding.Kind worst() {
        return findings().stream()
                .map(Finding::kind)
                .max(Comparator.naturalOrder())
                .orElse(Finding.Kind.NOTE);
    }
}
