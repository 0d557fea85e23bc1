package io.twinspan.control.inventory;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.model.name.LinkName;

/**
 * A link that is to be looked at. Immutable.
 *
 * @param positionsTopic where the link stores its positions, on the target
 * @param controlTopic where the link hears operators' orders, on the target
 */
public record LinkView(
        LinkName name,
        ClusterAccess source,
        ClusterAccess target,
        String positionsTopic,
        String controlTopic,
        TopicRules rules) {}
