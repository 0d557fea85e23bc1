package io.twinspan.link;

import io.twinspan.model.name.LinkName;
import org.jspecify.annotations.Nullable;

/**
 * What a link needs to know beside its lanes. Immutable.
 *
 * @param readCommitted leaves out what aborted transactions wrote
 * @param memoryBytes bound of the receive buffers that are leased at any time
 * @param fetchConnections connections to each source broker for partitions that lag
 * @param produceConnections connections to each target broker
 * @param fetchBytes bound of one fetch answer
 * @param laneFetchBytes bound of one partition's part of a fetch answer, and of what a lane queues
 * @param laneWindow batches of one lane in flight, 1 to 5: a broker recognises the repeat of a producer's last 5 batches only
 * @param rateBytes bytes a second that the link may fetch, {@link Long#MAX_VALUE} for no bound
 * @param tipIntervalMs how often a lane that moves has its position stored
 * @param merge whether backlogs of small batches are merged
 * @param targetCodec the codec that everything is recompressed with ("none", "gzip", "snappy", "lz4", "zstd"), or null to keep each batch's own
 * @param gapFails whether a lane stops where the source's retention deleted what it had not read, instead of recording the range
 * @param origins which batches are carried, by where they were first produced
 */
public record LinkConfig(
        LinkName name,
        boolean readCommitted,
        long memoryBytes,
        int fetchConnections,
        int produceConnections,
        int fetchBytes,
        int laneFetchBytes,
        int laneWindow,
        long rateBytes,
        long tipIntervalMs,
        boolean merge,
        @Nullable String targetCodec,
        boolean gapFails,
        Origins origins) {

    /** The defaults of every option. */
    public static LinkConfig defaults(LinkName name) {
        return new LinkConfig(
                name, true, 64L << 20, 2, 1, 4 << 20, 1 << 20, 5, Long.MAX_VALUE, 2_000, true, null, false, Origins.AUTO);
    }
}
