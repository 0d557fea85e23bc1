package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.GroupRules;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.link.Origins;
import io.twinspan.model.name.LinkName;
import java.util.List;
import java.util.Optional;

/**
 * A link that is to run, in the terms of the checks. Immutable.
 *
 * @param group the worker's group on the target
 * @param internalTopics the topics that the link and its worker keep on the target
 * @param factors the replication factors that will be asked for on the target
 * @param namedTopics topics that the file names literally, so that a missing one can be told from one that is hidden
 * @param duties what the link does
 * @param copying how it copies
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
        Duties duties,
        Copying copying,
        MirrorTopics mirror,
        TopicRules rules,
        GroupRules groups) {
    public LinkPlan {
        internalTopics = List.copyOf(internalTopics);
        factors = List.copyOf(factors);
        namedTopics = List.copyOf(namedTopics);
    }

    /**
     * What a link does. Immutable.
     *
     * @param copies whether it copies topics; one that does not only emits heartbeats, and is no reason not to start
     * @param configs whether topic configs are kept in step
     * @param acls whether ACLs are
     * @param heartbeats the topic on the target to which it emits heartbeats, empty if it does not
     */
    public record Duties(boolean copies, boolean configs, boolean acls, Optional<String> heartbeats) {}

    /**
     * How a link copies. Immutable.
     *
     * @param byRecord whether records go through Connect one by one, with its producer
     * @param origins which batches it carries else
     */
    public record Copying(boolean byRecord, Origins origins) {}

    /**
     * A replication factor. Immutable.
     *
     * @param key what decides it
     * @param given whether the file gives it, or it is a default
     */
    public record Factor(String key, int value, boolean given) {}
}
