package io.twinspan.control.inventory;

import org.jspecify.annotations.Nullable;

/**
 * How a consumer group would find its place on the target. Immutable.
 *
 * @param isExact whether every position of it is known there, to the record
 * @param isPending whether that may come by itself when the link has copied more
 * @param rereads how many records it would read again, at most, as far as its positions are known there
 * @param unknownPlaces how many of its positions are not known there
 * @param isFollowed whether the link keeps its offsets on the target in step
 * @param isInStep whether they are
 * @param isActiveOnSource whether it has members on the source; null if that is not known
 * @param isActiveOnTarget the same on the target
 * @param checkpointAgeMs how long ago the link last stored a position of it; -1 if never
 * @param isOfCheckpoints whether all of this is as the last checkpoints say, since the source cannot be asked
 */
public record GroupReadiness(
        String group,
        boolean isExact,
        boolean isPending,
        long rereads,
        int unknownPlaces,
        boolean isFollowed,
        boolean isInStep,
        @Nullable Boolean isActiveOnSource,
        @Nullable Boolean isActiveOnTarget,
        long checkpointAgeMs,
        boolean isOfCheckpoints) {}
