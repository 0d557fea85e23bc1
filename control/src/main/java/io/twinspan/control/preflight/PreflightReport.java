package io.twinspan.control.preflight;

import java.util.Comparator;
import java.util.List;
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

    /** The gravest kind among the findings. */
    public Finding.Kind worst() {
        return findings().stream()
                .map(Finding::kind)
                .max(Comparator.naturalOrder())
                .orElse(Finding.Kind.NOTE);
    }
}
