package io.twinspan.control.preflight;

import io.twinspan.model.name.LinkName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found about one link. Immutable.
 *
 * @param copies whether the link copies topics; else it only emits heartbeats
 * @param leftOut whether it cannot run and is left out, which only happens to a link that copies nothing
 * @param topics what will be copied
 * @param excluded how many source topics will not be, by reason
 */
public record LinkReport(
        LinkName name,
        boolean copies,
        boolean leftOut,
        boolean examined,
        List<Topic> topics,
        Map<String, Integer> excluded,
        List<Finding> findings) {
    public LinkReport {
        topics = List.copyOf(topics);
        excluded = Map.copyOf(excluded);
        findings = List.copyOf(findings);
    }

    /** A link whose clusters were not both reached. */
    static LinkReport unexamined(LinkName name) {
        return new LinkReport(name, true, false, false, List.of(), Map.of(), List.of());
    }

    /** A link that only emits heartbeats; if something keeps it from that, it is left out, and the others run. */
    static LinkReport ofHeartbeats(LinkName name, List<Finding> findings) {
        Optional<Finding> obstacle =
                findings.stream().filter(finding -> finding.kind().stops()).findFirst();
        if (obstacle.isEmpty()) {
            return new LinkReport(name, false, false, true, List.of(), Map.of(), findings);
        }
        Finding why = obstacle.get();
        return new LinkReport(
                name,
                false,
                true,
                true,
                List.of(),
                Map.of(),
                List.of(Finding.warning(
                        name.toString(),
                        "would only emit heartbeats, and is left out, since it cannot: " + why.what(),
                        (why.cure().isEmpty() ? "" : why.cure() + "; or ") + "set " + name
                                + ".emit.heartbeats.enabled = false")));
    }

    LinkReport with(Finding finding) {
        var more = new ArrayList<>(findings);
        more.add(finding);
        return new LinkReport(name, copies, leftOut, examined, topics, excluded, more);
    }

    /**
     * A topic that will be copied. Immutable.
     *
     * @param exists whether the target has it already
     */
    public record Topic(String source, String target, int partitions, boolean exists) {}
}
