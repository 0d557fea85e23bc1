package io.twinspan.control.preflight;

import io.twinspan.model.name.LinkName;
import java.util.List;
import java.util.Map;

/**
 * What was found about one link. Immutable.
 *
 * @param topics what will be copied
 * @param excluded how many source topics will not be, by reason
 */
public record LinkReport(
        LinkName name, boolean examined, List<Topic> topics, Map<String, Integer> excluded, List<Finding> findings) {
    public LinkReport {
        topics = List.copyOf(topics);
        excluded = Map.copyOf(excluded);
        findings = List.copyOf(findings);
    }

    /**
     * A topic that will be copied. Immutable.
     *
     * @param exists whether the target has it already
     */
    public record Topic(String source, String target, int partitions, boolean exists) {}
}
