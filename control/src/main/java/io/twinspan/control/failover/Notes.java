package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.QuotaFence.Quota;
import io.twinspan.control.inventory.LossEstimate;
import io.twinspan.control.inventory.PartitionLoss;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** What steps keep for each other, as JSON. Immutable values. */
final class Notes {
    static final String TOPICS = "topics";
    static final String REMARKS = "remarks";
    static final String HOLD = "hold";
    static final String ACLS = "acls";
    static final String QUOTAS = "quotas";
    static final String ENDS = "ends";
    static final String TARGET_ENDS = "target-ends";
    static final String BEGUN = "begun";
    static final String SETTLED = "settled";
    static final String LOSSES = "losses-";
    static final String BEFORE = "before-";
    static final String MOVED = "moved-";

    /** How many places are in one part of what is kept of groups. */
    private static final int MOST_PLACES = 800;

    /** How many partitions are in one part of what is kept of losses. */
    private static final int MOST_PARTITIONS = 2_000;

    private Notes() {}

    /** The topics that are moved. Immutable. */
    record Topics(List<MovedTopic> topics) {
        Topics {
            topics = List.copyOf(topics);
        }
    }

    /** Sentences for people. Immutable. */
    record Remarks(List<String> remarks) {
        Remarks {
            remarks = List.copyOf(remarks);
        }
    }

    /** What a link was told to do. Immutable. */
    record Hold(String level, String operation, long timeMs, String reason) {
        static Hold of(LinkHold hold) {
            return new Hold(hold.level().name(), hold.operation(), hold.timeMs(), hold.reason());
        }
    }

    /** ACLs that were added. Immutable. */
    record AclList(List<Acl> acls) {
        AclList {
            acls = List.copyOf(acls);
        }
    }

    /** Quotas as they were. Immutable. */
    record QuotaList(List<Quota> quotas) {
        QuotaList {
            quotas = List.copyOf(quotas);
        }
    }

    /** What may be missing of some partitions. Immutable. */
    record LossList(List<PartitionLoss> partitions) {
        LossList {
            partitions = List.copyOf(partitions);
        }

        /** Cuts it into parts that the journal can keep. */
        static List<LossList> split(List<PartitionLoss> partitions) {
            var parts = new ArrayList<LossList>();
            for (int from = 0; from < partitions.size(); from += MOST_PARTITIONS) {
                parts.add(new LossList(partitions.subList(from, Math.min(partitions.size(), from + MOST_PARTITIONS))));
            }
            return parts;
        }

        /** Puts the parts among these notes together again. */
        static LossEstimate join(Map<String, String> notes) {
            var partitions = new ArrayList<PartitionLoss>();
            for (int number = 0; notes.containsKey(LOSSES + number); number++) {
                partitions.addAll(JsonText.read(notes.getOrDefault(LOSSES + number, ""), LossList.class)
                        .partitions());
            }
            return new LossEstimate(partitions);
        }
    }

    /**
     * Offsets of partitions. Immutable.
     *
     * @param byTopic by topic and partition
     * @param timeMs when they were read
     */
    record Offsets(Map<String, Map<Integer, Long>> byTopic, long timeMs) {
        static Offsets of(Map<TopicPartition, Long> offsets, long timeMs) {
            var byTopic = new TreeMap<String, Map<Integer, Long>>();
            offsets.forEach((partition, offset) -> byTopic.computeIfAbsent(partition.topic(), unused -> new TreeMap<>())
                    .put(partition.partition(), offset));
            return new Offsets(byTopic, timeMs);
        }

        Map<TopicPartition, Long> offsets() {
            var offsets = new HashMap<TopicPartition, Long>();
            byTopic.forEach((topic, ofTopic) ->
                    ofTopic.forEach((partition, offset) -> offsets.put(new TopicPartition(topic, partition), offset)));
            return offsets;
        }
    }

    /**
     * A group's place in one partition, before and after. Immutable.
     *
     * @param before what was committed for it on the target, -1 for nothing
     * @param beforeMetadata what was committed with it
     */
    record PlaceNote(
            String sourceTopic,
            String targetTopic,
            int partition,
            long source,
            long target,
            long rereads,
            long before,
            String beforeMetadata) {}

    /**
     * A group. Immutable.
     *
     * @param outcome what became of it; empty as long as nothing has
     */
    record GroupNote(
            String group,
            String onSource,
            String onTarget,
            List<PlaceNote> places,
            long unknown,
            String outcome,
            String detail,
            long seenMs) {
        GroupNote {
            places = List.copyOf(places);
        }

        GroupNote with(List<PlaceNote> others) {
            return new GroupNote(group, onSource, onTarget, others, unknown, outcome, detail, seenMs);
        }

        GroupNote with(String itsOutcome, String itsDetail) {
            return new GroupNote(group, onSource, onTarget, places, unknown, itsOutcome, itsDetail, seenMs);
        }
    }

    /** Some groups. Immutable. */
    record GroupNotes(List<GroupNote> groups) {
        GroupNotes {
            groups = List.copyOf(groups);
        }

        /** Cuts groups into parts that the journal can keep; a group may be in several. */
        static List<GroupNotes> split(List<GroupNote> groups) {
            var parts = new ArrayList<GroupNotes>();
            var part = new ArrayList<GroupNote>();
            int size = 0;
            for (GroupNote group : groups) {
                for (int from = 0; from == 0 || from < group.places().size(); from += MOST_PLACES) {
                    int to = Math.min(group.places().size(), from + MOST_PLACES);
                    if (size > 0 && size + (to - from) > MOST_PLACES) {
                        parts.add(new GroupNotes(part));
                        part.clear();
                        size = 0;
                    }
                    part.add(group.with(group.places().subList(from, to)));
                    size += 1 + to - from;
                }
            }
            if (!part.isEmpty()) {
                parts.add(new GroupNotes(part));
            }
            return parts;
        }

        /** Puts parts together again. */
        static List<GroupNote> join(Collection<GroupNotes> parts) {
            var groups = new LinkedHashMap<String, GroupNote>();
            for (GroupNotes part : parts) {
                for (GroupNote group : part.groups()) {
                    groups.merge(group.group(), group, (one, more) -> {
                        var places = new ArrayList<>(one.places());
                        places.addAll(more.places());
                        return one.with(places);
                    });
                }
            }
            return List.copyOf(groups.values());
        }
    }
}
