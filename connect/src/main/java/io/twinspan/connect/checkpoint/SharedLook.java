package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.EndsReader;
import io.twinspan.client.cluster.OtherLinks;
import io.twinspan.client.cluster.OtherLinks.Side;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.translation.LogEnds;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at both clusters for what has to be known of topics that have the same name on both sides: which other links there are, and
 * where the logs end. Confined to one thread.
 */
final class SharedLook implements GroupRounds.Shared {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedLook.class);

    private final LinkName link;
    private final Predicate<String> isShared;
    private final Side source;
    private final Side target;
    private OtherLinks last = OtherLinks.unknown("what other links bring could not be asked yet");
    private String reported = "";

    /** @param isShared whether the link copies a topic to one of the same name; may be asked on any thread */
    SharedLook(LinkName link, Predicate<String> isShared, Side source, Side target) {
        this.link = link;
        this.isShared = isShared;
        this.source = source;
        this.target = target;
    }

    @Override
    public GroupOffsets look(GroupOffsets read) {
        Set<TopicPartition> partitions = read.byGroup().values().stream()
                .flatMap(offsets -> offsets.keySet().stream())
                .filter(partition -> isShared.test(partition.topic()))
                .collect(Collectors.toSet());
        if (partitions.isEmpty()) {
            return read;
        }
        Map<TopicPartition, LogEnds> ends = Map.of();
        try {
            last = OtherLinks.find(link, source, target);
            if (!last.equals(OtherLinks.NONE)) {
                ends = new EndsReader(source, target).read(partitions);
            }
            reported = "";
        } catch (ReplicationException e) {
            // The groups were read, and without the ends translations skip nothing either.
            String now = String.valueOf(e.getMessage());
            if (!now.equals(reported)) {
                LOGGER.warn("Link {}: looking at other links' positions failed; it is tried again. {}", link, now);
                reported = now;
            }
        }
        return new GroupOffsets(read.reading(), read.byGroup(), last, ends);
    }
}
