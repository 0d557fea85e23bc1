package io.twinspan.control.inventory;

import io.twinspan.control.cluster.TopicsReader;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.LaneGeneration;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where each source record of some partitions is, and which are known not to be there; as the positions topic says. Confined to one thread. */
public final class LaneMaps {
    private final LaneBook book;
    private final Map<PositionKey, Incident> incidents = new LinkedHashMap<>();

    /** Maps of some source partitions, of which nothing is known yet. */
    public LaneMaps(Predicate<TopicPartition> wanted) {
        this.book = new LaneBook(wanted);
    }

    /**
     * Reads a link's positions topic to its end.
     *
     * @throws TransientFailure if the target does not answer
     */
    public static LaneMaps read(LinkView link, Predicate<TopicPartition> wanted, Clock clock, Duration limit) {
        var maps = new LaneMaps(wanted);
        new TopicsReader(link.target(), "twinspan-verify", clock, limit)
                .read(
                        link.positionsTopic(),
                        record -> maps.accept(record, PositionRecords.decode(record.key(), record.value())));
        return maps;
    }

    /** Notes the next record of the topic, which is decoded already. */
    public void accept(ConsumerRecord<byte[], byte[]> record, PositionRecord decoded) {
        book.accept(record, decoded);
        note(decoded);
    }

    /** The same of records that are at hand, in their order. */
    public static LaneMaps of(List<? extends PositionRecord> records) {
        var maps = new LaneMaps(any -> true);
        for (PositionRecord record : records) {
            if (record instanceof PositionRecord.Writable writable) {
                maps.book.accept(PositionRecords.encodeKey(writable.key()), PositionRecords.encodeValue(writable));
            } else if (record instanceof PositionRecord.Deleted deleted) {
                maps.book.accept(PositionRecords.encodeKey(deleted.key()), null);
            }
            maps.note(record);
        }
        return maps;
    }

    private void note(PositionRecord record) {
        if (record instanceof PositionRecord.IncidentRecord incident) {
            incidents.put(incident.key(), incident.incident());
        } else if (record instanceof PositionRecord.Deleted deleted) {
            incidents.remove(deleted.key());
        }
    }

    /** What translates by them; it is good until more is noted. */
    public LaneBook book() {
        return book;
    }

    /** The generations of a partition that have a position, the newest first. */
    public List<LaneGeneration> generations(TopicPartition partition) {
        return book.generations(partition);
    }

    /** The source offsets that lanes are known to have left out: retention took them, or an operator let them go. */
    public Map<LaneId, List<OffsetRange>> leftOut() {
        Map<LaneId, List<OffsetRange>> leftOut = new HashMap<>();
        incidents.values().stream()
                .filter(incident -> !incident.isOnTarget())
                .forEach(incident -> leftOut.computeIfAbsent(incident.lane(), unused -> new ArrayList<>())
                        .add(incident.range()));
        return leftOut;
    }

    /** What could not be read, for people. */
    public Set<String> unreadable() {
        return book.unreadable();
    }
}
