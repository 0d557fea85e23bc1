package io.twinspan.client;

import io.twinspan.model.translation.Translation;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an offset of one cluster is in the other. Immutable.
 *
 * @param partition in the other cluster
 * @param translation the offset there, with its exactness, or why there is none
 */
public record Located(TopicPartition partition, Translation translation) {
    public Located {
        Objects.requireNonNull(partition, "partition");
        Objects.requireNonNull(translation, "translation");
    }

    /**
     * The offset at which to go on in the other cluster.
     *
     * @throws NoSuchElementException if it is not known; the message says why
     */
    public long offset() {
        return translation
                .target()
                .orElseThrow(() -> new NoSuchElementException(
                        "There is no offset of " + partition + " to go on at: " + translation.reason() + "."));
    }

    /** How many records are read again by who goes on at {@link #offset}, at most; 0 is exact. */
    public long rereads() {
        return translation.rereads();
    }

    /** Whether the offset is known, no record is read again and none is skipped. */
    public boolean isExact() {
        return translation.isExact();
    }
}
