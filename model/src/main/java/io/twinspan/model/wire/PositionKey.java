package io.twinspan.model.wire;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;

/** What a record of the positions topic is about: its key. Immutable. */
public sealed interface PositionKey {
    /** The source topic, which with {@link #partition()} decides the record's partition. */
    String topic();

    int partition();

    /** The key of one lane's tip. */
    record OfTip(LaneId lane) implements OfLane {}

    /** The key of where one owner began a lane; owners that begin at the same time do not overwrite each other. */
    record OfStart(LaneId lane, long owner) implements OfLane {}

    /**
     * The key of one page of a lane's runs: the source offset at which its first run starts, and who wrote it. An owner that does
     * not know yet that it was replaced overwrites only its own pages.
     */
    record OfRuns(LaneId lane, long sourceStart, long owner) implements OfLane {
        public OfRuns {
            if (sourceStart < 0) {
                throw new IllegalArgumentException("a page of runs cannot start at source offset " + sourceStart);
            }
        }
    }

    /** The key of what one lane last said about itself. */
    record OfLaneState(LaneId lane) implements OfLane {}

    /** The key of an incident of a lane: one for each cause and first offset. */
    record OfIncident(LaneId lane, Cause cause, long from) implements OfLane {}

    /** The key of an operator's word that a lane may leave out the source records from this offset on. */
    record OfAcceptance(LaneId lane, long from) implements OfLane {}

    /** The key of the current generation of a partition, whatever the topic's id. */
    record OfGeneration(String topic, int partition) implements PositionKey {}

    /** The key of what was last known of a partition of the source, whatever the topic's id. */
    record OfSight(String topic, int partition) implements PositionKey {}

    /** The key of a task's sign of life; it is of no topic. */
    record OfPulse(int task) implements PositionKey {
        @Override
        public String topic() {
            return "";
        }

        @Override
        public int partition() {
            return task;
        }
    }

    /** A key that belongs to one lane. */
    sealed interface OfLane extends PositionKey permits OfTip, OfStart, OfRuns, OfLaneState, OfIncident, OfAcceptance {
        LaneId lane();

        @Override
        default String topic() {
            return lane().topic();
        }

        @Override
        default int partition() {
            return lane().partition();
        }
    }
}
