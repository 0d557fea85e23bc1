package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.sync.SmallTopic;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** The topics that make the way from and to MirrorMaker 2, as a link's settings ask for them. Immutable. */
record MirrorSide(
        SourceSettings settings,
        Admin sourceAdmin,
        ClusterErrors sourceErrors,
        Admin targetAdmin,
        ClusterErrors targetErrors) {
    /** As many as MirrorMaker 2 creates. */
    private static final int OFFSETS_PARTITIONS = 25;

    List<SmallTopic> topics() {
        var topics = new ArrayList<SmallTopic>();
        if (settings.emitsOffsetSyncs()) {
            boolean onSource = settings.offsetSyncsOnSource();
            topics.add(new SmallTopic(
                    onSource ? sourceAdmin : targetAdmin,
                    onSource ? sourceErrors : targetErrors,
                    settings.adminTimeout(),
                    settings.offsetSyncsTopic(),
                    1,
                    settings.config().get(SourceOptions.OFFSET_SYNCS_REPLICATION),
                    "MirrorMaker 2's offset syncs are not written",
                    SourceOptions.OFFSET_SYNCS_REPLICATION.name()));
        }
        if (!settings.mirrorOffsetsTopic().isEmpty()) {
            topics.add(new SmallTopic(
                    targetAdmin,
                    targetErrors,
                    settings.adminTimeout(),
                    settings.mirrorOffsetsTopic(),
                    OFFSETS_PARTITIONS,
                    settings.positionsReplication(),
                    "MirrorMaker 2 cannot go on where the link stops",
                    LinkOptions.POSITIONS_REPLICATION.name()));
        }
        return topics;
    }
}
