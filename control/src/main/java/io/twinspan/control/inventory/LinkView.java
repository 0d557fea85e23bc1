package io.twinspan.control.inventory;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.GroupRules;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.InternalTopics;

/**
 * A link that is to be looked at. Immutable.
 *
 * @param internal the names of what it keeps in Kafka
 * @param standsBy whether it copies nothing until an operation has it begin
 * @param storageReplication the replication factor of such topics, where one has to be created; -1 for the cluster's default
 */
public record LinkView(
        ClusterAccess source,
        ClusterAccess target,
        InternalTopics internal,
        boolean standsBy,
        short storageReplication,
        TopicRules rules,
        GroupRules groups,
        CopyRules copies,
        LinkSettings settings) {

    public LinkName name() {
        return internal.link();
    }

    /** What holds the link as long as no operator has said anything. */
    public LinkHold unheld() {
        return new LinkHold(
                standsBy ? Level.HELD : Level.FREE, "link.standby", 0, "the link stands by, as the file says");
    }

    /** Where the link stores its positions, on the target. */
    public String positionsTopic() {
        return internal.positions();
    }

    /** Where the link hears operators' orders, on the target. */
    public String controlTopic() {
        return internal.control();
    }
}
