package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Generation;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where record mode goes on with a partition: Connect's offset and the stored position, whichever is further. Immutable.
 *
 * <p>Connect's offset is further after a crash: records were copied whose target offsets nobody stored. An offset among those has no
 * translation, and must not be taken for one that was skipped; so the partition then begins a new generation, whose map knows only
 * what comes later.
 *
 * @param known the last tip of this generation, or null if its map is to begin with the first record
 * @param gap the record that begins the new generation, or null if there is none
 */
record RecordStart(
        int generation,
        @Nullable Tip known,
        StartAt start,
        @Nullable Generation gap) {

    /**
     * Decides.
     *
     * @param stored what the positions topic says
     * @param topicId the source topic's present id: positions of a topic that had its name before do not count
     * @param configured where a partition begins of which nothing is known
     * @param connect where Connect's offset says to go on
     */
    static RecordStart of(LaneSpec stored, Uuid topicId, StartAt configured, OptionalLong connect) {
        Tip tip = stored.tip();
        if (tip == null) {
            long begin = Math.max(connect.orElse(-1), stored.start().offset());
            return fresh(stored.generation(), begin < 0 ? stored.start() : StartAt.offset(begin));
        }
        if (!tip.lane().topicId().equals(topicId)) {
            return fresh(stored.generation(), configured);
        }
        if (connect.orElse(-1) <= tip.source()) {
            return new RecordStart(stored.generation(), tip, StartAt.offset(tip.source()), null);
        }
        int next = Math.incrementExact(stored.generation());
        var gap = new Generation(stored.topic(), stored.partition(), next, connect);
        return new RecordStart(next, null, StartAt.offset(connect.getAsLong()), gap);
    }

    private static RecordStart fresh(int generation, StartAt start) {
        return new RecordStart(generation, null, start, null);
    }
}
