package io.twinspan.testkit.sim.net;

import io.twinspan.link.exchange.Append;
import java.nio.ByteBuffer;

/**
 * A batch that was sent: what travels is a copy, and the sender's own bytes must still be the same when the answer comes.
 * Confined to the world's thread.
 */
record SentBatch(Append.Entry entry, ByteBuffer original, ByteBuffer copy) {

    static SentBatch of(Append.Entry entry) {
        ByteBuffer original = entry.batch().slice();
        ByteBuffer copy = ByteBuffer.allocate(original.remaining());
        copy.put(original.duplicate()).flip();
        return new SentBatch(entry, original, copy);
    }

    void requireUntouched() {
        if (!original.equals(copy)) {
            throw new IllegalStateException("the batch for " + entry.topic() + "-" + entry.partition()
                    + " was changed, or its lease released, before the append was answered");
        }
    }

    /** What the broker gets, with one bit flipped behind the header if {@code damaged}. */
    Append.Entry arriving(boolean damaged) {
        ByteBuffer bytes = copy;
        if (damaged) {
            bytes = ByteBuffer.allocate(copy.remaining());
            bytes.put(copy.duplicate()).flip();
            int last = bytes.limit() - 1;
            bytes.put(last, (byte) (bytes.get(last) ^ 1));
        }
        return new Append.Entry(entry.topic(), entry.topicId(), entry.partition(), bytes);
    }
}
