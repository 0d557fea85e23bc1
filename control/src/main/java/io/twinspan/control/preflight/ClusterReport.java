package io.twinspan.control.preflight;

import io.twinspan.model.name.ClusterAlias;
import java.util.List;

/**
 * What was found at one cluster. Immutable.
 *
 * @param clusterId empty if the cluster was not reached
 * @param brokers how many brokers there are
 * @param version the Kafka release that the cluster's metadata is at, empty if it does not say
 * @param principal who we are there
 */
public record ClusterReport(
        ClusterAlias alias,
        String bootstrapServers,
        boolean reached,
        String clusterId,
        int brokers,
        String version,
        String principal,
        List<Finding> findings) {
    public ClusterReport {
        findings = List.copyOf(findings);
    }

    /** The same, where nothing that was found keeps links from starting. */
    ClusterReport withoutStopping() {
        return new ClusterReport(
                alias,
                bootstrapServers,
                reached,
                clusterId,
                brokers,
                version,
                principal,
                findings.stream()
                        .map(finding -> finding.kind().stops()
                                ? Finding.warning(finding.where(), finding.what(), finding.cure())
                                : finding)
                        .toList());
    }
}
