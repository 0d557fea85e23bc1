package io.twinspan.model.position;

import java.util.OptionalLong;

/**
 * When the source's retention will reach what a lane has not copied yet, as far as it can be told. Immutable.
 *
 * <p>By time: retention deletes a segment when its newest record is older than {@code retention.ms}, so a record is safe at least
 * that long. By size: a log at its size limit loses at its start as fast as it grows at its end, so what lies between its start and
 * the position lasts as long as it takes to write as much; a log below its limit lasts longer than this says. Compaction takes
 * nothing that a later record does not replace, so it does not count.
 *
 * @param retentionMs the topic's {@code retention.ms}, negative for none
 * @param retentionBytes the topic's {@code retention.bytes}, negative for none
 * @param deletes whether the topic's {@code cleanup.policy} deletes at all
 */
public record RetentionForecast(long retentionMs, long retentionBytes, boolean deletes) {

    /**
     * How long it takes, in milliseconds, at least 0; empty if it will not happen, or nothing is known.
     *
     * @param sinceWrittenMs how long ago the record at the position was written, negative if unknown
     * @param aboveStart how many offsets the position lies above the log's start, negative if unknown
     * @param offsetsPerSecond how fast the log grows, negative if unknown
     */
    public OptionalLong timeToLossMs(long sinceWrittenMs, long aboveStart, double offsetsPerSecond) {
        if (!deletes) {
            return OptionalLong.empty();
        }
        OptionalLong byTime = retentionMs < 0 || sinceWrittenMs < 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, retentionMs - sinceWrittenMs));
        OptionalLong bySize = retentionBytes < 0 || aboveStart < 0 || offsetsPerSecond <= 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) (1_000 * aboveStart / offsetsPerSecond));
        if (byTime.isEmpty() || bySize.isEmpty()) {
            return byTime.isPresent() ? byTime : bySize;
        }
        return OptionalLong.of(Math.min(byTime.getAsLong(), bySize.getAsLong()));
    }
}
