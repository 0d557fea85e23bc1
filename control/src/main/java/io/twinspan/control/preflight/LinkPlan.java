package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.GroupRules;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.model.name.LinkName;
import java.util.List;

/**
 * A link that is to run, in the terms of the checks. Immutable.
 *
 * @param group the worker's group on the target
 * @param internalTopics the topics that the link and its worker keep on the target
 * @param factors the replication factors that will be asked for on the target
 * @param namedTopics topics that the file names literally, so that a missing one can be told from one that is hidden
 * @param syncsConfigs whether topic configs are kept in step
 * @param mirror what a MirrorMaker 2 with the same file leaves
 */
public record LinkPlan(
        LinkName name,
        ClusterAccess source,
        ClusterAccess target,
        String group,
        List<String> internalTopics,
        List<Factor> factors,
        List<String> namedTopics,
        boolean syncsConfigs,
        MirrorTopics mirror,
        TopicRules rules,
        GroupRules groups) {
    public LinkPlan {
        internalTopics = List.copyOf(internalTopics);
        factors = List.copyOf(factors);
        namedTopics = List.copyOf(namedTopics);
    }

    /**
     * A replication factor. Immutable.
     *
     * @param key what decides it
     * @param given whether the file gives it, or it is a default
     */
    public record Factor(String key, int value, boolean given) {}
}
