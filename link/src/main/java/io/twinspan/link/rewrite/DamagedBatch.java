package io.twinspan.link.rewrite;

import org.jspecify.annotations.Nullable;

/**
 * A batch that the source sent and that is not what it claims to be: a CRC that does not match, a length that leads outside, a
 * payload that does not open. The message says what is wrong, not where: the lane adds topic and partition. Immutable.
 */
public final class DamagedBatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    public DamagedBatch(long offset, String message) {
        this(offset, message, null);
    }

    DamagedBatch(long offset, String message, @Nullable Throwable cause) {
        super("the batch at offset " + offset + " is damaged: " + message, cause);
        this.offset = offset;
    }

    /** The base offset of the batch, as its header says. */
    public long offset() {
        return offset;
    }
}
