package io.twinspan.control.inventory;

import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.SourceAnswer.Topic;
import io.twinspan.model.error.Printable;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of one partition. Confined to the calling thread, used once; time is an argument. */
final class PartitionPicture {
    /** How old what is said of the present speed may be. */
    private static final long FRESH_MS = 5_000;

    private static final int MOST_CHARACTERS = 2_000;

    private final Positions positions;
    private final TopicPartition partition;
    private final LastKnown known;
    private final @Nullable Tip tip;
    private final @Nullable LaneState state;
    private final @Nullable Long start;
    private final @Nullable Long end;
    private final @Nullable PartitionLoss loss;
    private final long nowMs;

    /**
     * @param topic what the source says of the topic now; null if nothing
     * @param loss what may be missing of the partition by what is stored; null if nothing is
     */
    PartitionPicture(
            Positions positions,
            TopicPartition partition,
            @Nullable Topic topic,
            @Nullable PartitionLoss loss,
            long nowMs) {
        @Nullable Uuid id = topic == null ? null : topic.id();
        this.positions = positions;
        this.partition = partition;
        this.known = known(positions, partition, id);
        this.tip = (id == null ? positions.lane(partition).flatMap(positions::tip) : positions.tip(partition, id))
                .orElse(null);
        this.state = state(positions, partition, id).orElse(null);
        this.start = topic == null ? null : topic.starts().get(partition.partition());
        this.end = topic == null ? null : topic.ends().get(partition.partition());
        this.loss = loss;
        this.nowMs = nowMs;
    }

    /** Nothing, if what is stored is about a topic that was deleted, and created again. */
    private static LastKnown known(Positions positions, TopicPartition partition, @Nullable Uuid id) {
        boolean isAnother = id != null
                && positions
                        .lane(partition)
                        .filter(lane -> !lane.topicId().equals(id))
                        .isPresent();
        return isAnother ? LastKnown.nothing(partition) : positions.lastKnown(partition);
    }

    /** A lane that stopped because its topic is another one now says so, though it is of the old one. */
    private static Optional<LaneState> state(Positions positions, TopicPartition partition, @Nullable Uuid id) {
        return id == null
                ? positions.state(partition)
                : positions
                        .state(partition, id)
                        .or(() -> positions.state(partition).filter(old -> old.kind() == LaneState.Kind.FAILED));
    }

    /** @param isUntended whether tasks live, and the one that stored a sight is none of them */
    PartitionStatus draw(Predicate<Sight> isUntended) {
        LaneState said = state;
        long lag = lag();
        return new PartitionStatus(
                partition.partition(),
                state(isUntended),
                position(),
                end != null ? end : known.end(),
                end != null ? 0 : age(known.heardMs()),
                lag,
                bytes(lag),
                recordBytes(),
                isOfAnotherLog() ? Rpo.UNKNOWN : rpo(lag),
                nowMs - known.heardMs() > FRESH_MS ? -1 : positions.copiedPerSecond(known),
                tip == null ? -1 : Math.max(0, nowMs - tip.timeMs()),
                said == null ? Cause.NONE : said.cause(),
                said == null ? null : said.range(),
                said == null ? "" : Printable.of(said.reason(), MOST_CHARACTERS));
    }

    /** Of a lane whose source is another log now, the position is told, and no more than that. */
    private boolean isOfAnotherLog() {
        return known.position() < 0 && tip != null;
    }

    private long position() {
        Tip stored = tip;
        return known.position() < 0 && stored != null ? stored.source() : known.position();
    }

    private long lag() {
        Long asked = end;
        if (asked == null) {
            return lagBySight();
        }
        // A lane that has copied nothing yet will begin at the source's first record.
        long from = Math.max(position(), start == null ? 0 : start);
        return Math.max(0, asked - from);
    }

    private long lagBySight() {
        return known.end() < 0 || known.position() < 0 ? -1 : Math.max(0, known.end() - known.position());
    }

    private long bytes(long records) {
        if (records <= 0) {
            return records;
        }
        // As real numbers, since what is stored may be anything; they end at the largest long.
        return recordBytes() < 0 ? -1 : (long) ((double) records * recordBytes());
    }

    private long recordBytes() {
        Sight sight = known.sight();
        return sight == null || sight.recordBytes() == 0 ? -1 : sight.recordBytes();
    }

    private long age(long timeMs) {
        return timeMs < 0 ? -1 : Math.max(0, nowMs - timeMs);
    }

    private Rpo rpo(long lag) {
        if (end != null && lag == 0) {
            return Rpo.NONE;
        }
        long lacked = lagBySight();
        long coveredMs = known.coveredMs();
        long behindMs = lacked == 0 ? 0 : coveredMs < 0 ? -1 : Math.max(0, known.heardMs() - coveredMs);
        PartitionLoss estimated = loss;
        long atMostRecords = end != null ? lag : estimated == null ? -1 : estimated.records();
        return new Rpo(
                behindMs,
                lacked,
                bytes(lacked),
                age(coveredMs),
                atMostRecords,
                bytes(atMostRecords),
                age(known.heardMs()));
    }

    private State state(Predicate<Sight> isUntended) {
        Sight sight = known.sight();
        if (isGivenUp()) {
            return State.UNTENDED;
        }
        if (state != null && state.kind() != LaneState.Kind.COPYING) {
            return state.kind() == LaneState.Kind.FAILED ? State.FAILED : State.RETRYING;
        }
        if (state == null && tip == null) {
            return State.NOT_STARTED;
        }
        return sight != null && isUntended.test(sight) ? State.UNTENDED : State.COPYING;
    }

    /** Whether the link has gone on without it, and the source does not tell whether it is still there. */
    private boolean isGivenUp() {
        return end == null && known.sight() != null && loss != null && !loss.isKnown();
    }
}
