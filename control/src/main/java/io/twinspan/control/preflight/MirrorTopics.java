package io.twinspan.control.preflight;

/**
 * Where a MirrorMaker 2 with the same file keeps what it knows of a link. Immutable.
 *
 * @param offsets its own positions, on the target; empty if that does not matter
 * @param offsetSyncs its offset syncs
 * @param syncsOnSource whether these are on the source, rather than the target
 * @param checkpoints its checkpoints, on the target
 * @param progressGroup the consumer group on the source that shows the link's progress; empty for none
 */
public record MirrorTopics(
        String offsets, String offsetSyncs, boolean syncsOnSource, String checkpoints, String progressGroup) {}
