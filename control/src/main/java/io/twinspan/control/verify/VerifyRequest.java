package io.twinspan.control.verify;

import io.twinspan.model.error.Misconfigured;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be compared, and how. Immutable.
 *
 * @param topics a regular expression that the names of source topics match; null for all that the link copies
 * @param what the extent for people
 * @param rateBytes bytes a second of both clusters together, {@link #UNLIMITED} for no bound
 * @param memoryBytes bound of the receive buffers
 * @param isKept whether the progress is kept in the link's journal, so that a run that was interrupted can go on
 * @param differences how many differences of a partition are told whole, 1 to {@link #MOST_DIFFERENCES}
 */
public record VerifyRequest(
        @Nullable String topics,
        Extent extent,
        String what,
        long rateBytes,
        long memoryBytes,
        boolean isKept,
        int differences) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** What continuous verification asks for; by this its passes are told from those of the command. It is stored. */
    public static final String BY_ITSELF = "everything, by itself";

    /** So many fit into one record of the journal. */
    public static final int MOST_DIFFERENCES = 20;

    private static final long MEMORY_BYTES = 96L << 20;
    private static final long KEY_BYTES = 200;

    public VerifyRequest {
        differences = Math.max(1, Math.min(MOST_DIFFERENCES, differences));
    }

    /** Everything, as fast as the brokers give it. */
    public static VerifyRequest everything() {
        return new VerifyRequest(null, Extent.EVERYTHING, "everything", UNLIMITED, MEMORY_BYTES, true, 1);
    }

    /** The same of some topics. */
    public VerifyRequest of(@Nullable String topicsRegex) {
        return new VerifyRequest(topicsRegex, extent, what, rateBytes, memoryBytes, isKept, differences);
    }

    /** The same to another extent. */
    public VerifyRequest to(Extent other, String text) {
        return new VerifyRequest(topics, other, text, rateBytes, memoryBytes, isKept, differences);
    }

    /** The same at another pace. */
    public VerifyRequest at(long bytesPerSecond) {
        return new VerifyRequest(topics, extent, what, bytesPerSecond, memoryBytes, isKept, differences);
    }

    /** The same with other receive buffers: for whoever has little memory, or other things to do with it. */
    public VerifyRequest within(long bytes) {
        return new VerifyRequest(topics, extent, what, rateBytes, bytes, isKept, differences);
    }

    /** The same with more differences told. */
    public VerifyRequest telling(int most) {
        return new VerifyRequest(topics, extent, what, rateBytes, memoryBytes, isKept, most);
    }

    /** The same without a trace in the journal. */
    public VerifyRequest unkept() {
        return new VerifyRequest(topics, extent, what, rateBytes, memoryBytes, false, differences);
    }

    /** Whether it is to be as fast as the brokers, with room for that. */
    boolean isFullSpeed() {
        return rateBytes == UNLIMITED && memoryBytes >= MEMORY_BYTES;
    }

    /** So many keys of compacted topics may be open at the same time: who has little room for buffers has little for these. */
    long mostKeys() {
        return Math.min(Round.MOST_KEYS, memoryBytes / KEY_BYTES);
    }

    /**
     * Which topics are meant.
     *
     * @throws Misconfigured if the expression is none
     */
    Pattern pattern() {
        try {
            return Pattern.compile(topics == null ? ".*" : topics);
        } catch (PatternSyntaxException e) {
            throw new Misconfigured(
                    "--topics", "--topics " + topics + " is no regular expression: " + e.getDescription(), e);
        }
    }
}
