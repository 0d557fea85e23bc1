package io.twinspan.app.cli;

import io.twinspan.control.preflight.ClusterReport;
import io.twinspan.control.preflight.Finding;
import io.twinspan.control.preflight.LinkReport;
import io.twinspan.control.preflight.PreflightReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report of {@code check} as text for people. Confined to the main thread. */
final class CheckText {
    private static final int SHOWN_TOPICS = 20;

    private final Console console;

    CheckText(Console console) {
        this.console = console;
    }

    void print(PreflightReport report) {
        report.clusters().forEach(this::cluster);
        report.links().forEach(this::link);
        console.plain("");
        console.plain(verdict(report));
    }

    private void cluster(ClusterReport cluster) {
        console.plain(console.styled("bold", "cluster " + cluster.alias()) + "  " + cluster.bootstrapServers());
        if (cluster.reached()) {
            console.plain("  " + count(cluster.brokers(), "broker")
                    + (cluster.version().isEmpty() ? "" : ", Kafka " + cluster.version()) + ", cluster id "
                    + cluster.clusterId() + ", as " + cluster.principal());
        }
        findings(cluster.findings());
    }

    private void link(LinkReport link) {
        console.plain(console.styled("bold", "link " + link.name()));
        if (!link.examined()) {
            console.plain("  not examined, since a cluster was not reached");
            return;
        }
        if (!link.copies()) {
            console.plain(link.leftOut() ? "  left out" : "  emits heartbeats, and copies nothing");
            findings(link.findings());
            return;
        }
        int partitions =
                link.topics().stream().mapToInt(LinkReport.Topic::partitions).sum();
        console.plain("  copies " + count(link.topics().size(), "topic") + " with " + count(partitions, "partition"));
        link.topics().stream()
                .limit(SHOWN_TOPICS)
                .forEach(topic -> console.plain("    " + topic.source() + " -> " + topic.target() + "  "
                        + count(topic.partitions(), "partition") + (topic.exists() ? "" : ", will be created")));
        if (link.topics().size() > SHOWN_TOPICS) {
            console.plain("    and " + (link.topics().size() - SHOWN_TOPICS) + " more");
        }
        if (!link.excluded().isEmpty()) {
            console.plain("  leaves out "
                    + link.excluded().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(reason -> reason.getValue() + " (" + reason.getKey() + ")")
                            .collect(Collectors.joining(", ")));
        }
        findings(link.findings());
    }

    private void findings(List<Finding> findings) {
        for (Finding finding : findings) {
            console.plain("  " + label(finding.kind()) + " " + finding.what());
            if (!finding.cure().isEmpty()) {
                console.plain("        " + finding.cure());
            }
        }
    }

    private String label(Finding.Kind kind) {
        return switch (kind) {
            case NOTE -> "note:";
            case WARNING -> console.styled("yellow", "warning:");
            case REFUSED, MISCONFIGURED, UNREACHABLE -> console.styled("bold,red", "error:");
        };
    }

    private String verdict(PreflightReport report) {
        long errors = report.findings().stream()
                .filter(finding -> finding.kind().stops())
                .count();
        if (errors > 0) {
            return console.styled("bold,red", "not ready:") + " " + count((int) errors, "error");
        }
        long warnings = report.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.WARNING)
                .count();
        return console.styled("bold,green", "ready")
                + (warnings == 0 ? "" : ", with " + count((int) warnings, "warning"));
    }

    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
