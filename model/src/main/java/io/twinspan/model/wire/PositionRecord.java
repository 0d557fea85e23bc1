package io.twinspan.model.wire;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One record of the positions topic, or what a reader got instead of one. Immutable. */
public sealed interface PositionRecord {
    /** A record that can be written: it has a key and a value. */
    sealed interface Writable extends PositionRecord
            permits TipRecord,
                    Start,
                    RunsPage,
                    LaneStateRecord,
                    IncidentRecord,
                    Acceptance,
                    Generation,
                    SightRecord,
                    PulseRecord {
        PositionKey key();
    }

    /** A lane's position at a recent moment. */
    record TipRecord(Tip tip) implements Writable {
        @Override
        public PositionKey.OfTip key() {
            return new PositionKey.OfTip(tip.lane());
        }
    }

    /**
     * Where an owner is about to begin a lane that has no tip. It counts only while there is no tip.
     *
     * @param tip a position with nothing appended
     * @param owner a number that no other owner has
     */
    record Start(Tip tip, long owner) implements Writable {
        @Override
        public PositionKey.OfStart key() {
            return new PositionKey.OfStart(tip.lane(), owner);
        }
    }

    /**
     * Up to {@link #MAX_RUNS} runs of a lane, in ascending order.
     *
     * <p>The last page of an owner is written again under the same key as it grows; a new owner begins a new page. No record says
     * how many pages there are: per origin, a run's sequence number is the end of the run before it, so a missing page shows as a
     * jump. {@link LaneRuns} puts the pages of a lane together.
     *
     * @param owner the number of the owner that wrote the page first
     */
    record RunsPage(LaneId lane, long owner, List<Run> runs) implements Writable {
        /** Enough to make the key's share small, few enough to rewrite the last page every few seconds. */
        public static final int MAX_RUNS = 256;

        public RunsPage {
            runs = List.copyOf(runs);
            if (runs.isEmpty() || runs.size() > MAX_RUNS) {
                throw new IllegalArgumentException(
                        "a page of " + lane + " has " + runs.size() + " runs, not 1 to " + MAX_RUNS);
            }
            for (int i = 1; i < runs.size(); i++) {
                Run before = runs.get(i - 1);
                Run run = runs.get(i);
                if (run.sourceStart() < before.sourceEnd() || run.targetStart() < before.targetEnd()) {
                    throw new IllegalArgumentException(
                            "in a page of " + lane + ", " + run + " does not come after " + before);
                }
            }
        }

        /** All of a lane's runs, cut into pages: every page but the last is full. */
        public static List<RunsPage> split(LaneId lane, long owner, List<Run> runs) {
            var pages = new ArrayList<RunsPage>();
            for (int i = 0; i < runs.size(); i += MAX_RUNS) {
                pages.add(new RunsPage(lane, owner, runs.subList(i, Math.min(runs.size(), i + MAX_RUNS))));
            }
            return pages;
        }

        @Override
        public PositionKey.OfRuns key() {
            return new PositionKey.OfRuns(lane, runs.get(0).sourceStart(), owner);
        }
    }

    /** What a lane last said about itself. */
    record LaneStateRecord(LaneState state) implements Writable {
        @Override
        public PositionKey.OfLaneState key() {
            return new PositionKey.OfLaneState(state.lane());
        }
    }

    /** Something that befell a lane. */
    record IncidentRecord(Incident incident) implements Writable {
        @Override
        public PositionKey.OfIncident key() {
            return new PositionKey.OfIncident(
                    incident.lane(), incident.cause(), incident.range().from());
        }
    }

    /**
     * An operator's word that a lane may leave out these source records, which it cannot copy.
     *
     * @param cause why it cannot
     * @param timeMs when it was given, in milliseconds since the epoch
     */
    record Acceptance(LaneId lane, OffsetRange range, Cause cause, long timeMs) implements Writable {
        @Override
        public PositionKey.OfAcceptance key() {
            return new PositionKey.OfAcceptance(lane, range.from());
        }
    }

    /**
     * Which generation of a partition counts; empty {@code start} means that the lane finds its start by itself.
     *
     * @param start the source offset that an operator set
     */
    record Generation(String topic, int partition, int generation, OptionalLong start) implements Writable {
        public Generation {
            if (topic.isEmpty() || partition < 0 || generation < 0 || start.orElse(0) < 0) {
                throw new IllegalArgumentException("generation " + generation + " of " + topic + "-" + partition
                        + " with start " + start + ": nothing may be negative or empty");
            }
        }

        @Override
        public PositionKey.OfGeneration key() {
            return new PositionKey.OfGeneration(topic, partition);
        }
    }

    /** What was last known of a partition of the source. */
    record SightRecord(Sight sight) implements Writable {
        @Override
        public PositionKey.OfSight key() {
            return new PositionKey.OfSight(sight.topic(), sight.partition());
        }
    }

    /** A task's sign of life. */
    record PulseRecord(Pulse pulse) implements Writable {
        @Override
        public PositionKey.OfPulse key() {
            return new PositionKey.OfPulse(pulse.task());
        }
    }

    /** A tombstone: what was under the key is no more. */
    record Deleted(PositionKey key) implements PositionRecord {}

    /**
     * A record that this version cannot read. A reader reports it and goes on.
     *
     * @param detail for people: what was found where
     */
    record Undecodable(Reason reason, String detail) implements PositionRecord {
        /** Why it cannot be read. */
        public enum Reason {
            /** A newer version wrote it; upgrade this one. */
            NEWER_VERSION,
            /** No version wrote these bytes. */
            DAMAGED
        }
    }
}
