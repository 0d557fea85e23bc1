package io.twinspan.control.verify;

/**
 * How far a verification is. Immutable.
 *
 * @param partitions how many there are
 * @param partitionsDone how many are done
 * @param offsets how many source offsets there are to go over
 * @param offsetsDone how many were
 * @param records how many records were compared
 * @param bytes how many bytes of both sides were
 * @param differences how many differences were found
 * @param elapsedMs how long it has worked
 */
public record VerifyProgress(
        int partitions,
        int partitionsDone,
        long offsets,
        long offsetsDone,
        long records,
        long bytes,
        long differences,
        long elapsedMs) {

    /** Bytes a second so far. */
    public long bytesPerSecond() {
        return elapsedMs == 0 ? 0 : bytes * 1_000 / elapsedMs;
    }

    /** How long it will take at this pace, in milliseconds; -1 if that cannot be told. */
    public long leftMs() {
        return offsetsDone == 0 || elapsedMs == 0
                ? -1
                : (long) ((double) (offsets - offsetsDone) / offsetsDone * elapsedMs);
    }
}
