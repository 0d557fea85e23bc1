package io.twinspan.link;

/**
 * How logs are scanned. Immutable.
 *
 * @param readCommitted leaves out of the source's log what its readers do not see: what is behind the last stable offset, and what was aborted
 * @param memoryBytes bound of the receive buffers that are held at any time, but for one answer of each log
 * @param answerBytes bound of one answer
 * @param partitionBytes bound of one partition's part of an answer
 * @param rateBytes bytes a second of both clusters together, {@link Long#MAX_VALUE} for no bound
 * @param patienceMs how long a partition may fail before that is told
 */
public record ScanConfig(
        boolean readCommitted,
        long memoryBytes,
        int answerBytes,
        int partitionBytes,
        long rateBytes,
        long patienceMs) {}
