package io.twinspan.control.verify;

import io.twinspan.control.verify.compare.Finding.Content;
import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import io.twinspan.model.error.Inconsistent;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A look into a log: at the record at one offset, or for records with some content around it. Confined to the thread that compares. */
final class Lookup {
    private final ScannedLog log;
    private final long offset;
    private final @Nullable Content content;
    private @Nullable ConsumerRecord<byte[], byte[]> record;
    private long nearest = -1;

    private Lookup(ScannedLog log, long offset, @Nullable Content content) {
        this.log = log;
        this.offset = offset;
        this.content = content;
    }

    /** The record at this offset. */
    static Lookup at(ScannedLog log, long offset) {
        return new Lookup(log, offset, null);
    }

    /** The record with this content that is nearest to an offset. */
    static Lookup around(ScannedLog log, long offset, Content content) {
        return new Lookup(log, offset, content);
    }

    /** Goes on; returns whether all is seen. */
    boolean advance() {
        for (ScannedBatch batch = log.peek(); batch != null; batch = log.peek()) {
            log.remove();
            try {
                if (batch.kind() == ScannedBatch.Kind.DATA) {
                    look(batch);
                }
            } catch (Inconsistent damaged) {
                // What cannot be read is not shown; that it is damaged was found before.
                record = null;
            } finally {
                batch.release();
            }
        }
        boolean isDone = log.isAtEnd() || !log.failure().isEmpty();
        if (isDone) {
            log.close();
        }
        return isDone;
    }

    private void look(ScannedBatch batch) {
        Content wanted = content;
        if (wanted == null) {
            if (batch.baseOffset() <= offset && offset <= batch.lastOffset()) {
                record = batch.find(offset).orElse(null);
            }
            return;
        }
        batch.forEach(false, (at, timestamp, hash, key, tombstone) -> {
            boolean isNearer = nearest < 0 || Math.abs(at - offset) < Math.abs(nearest - offset);
            if (hash == wanted.hash() && timestamp == wanted.timeMs() && isNearer) {
                nearest = at;
            }
        });
    }

    Optional<ConsumerRecord<byte[], byte[]>> record() {
        return Optional.ofNullable(record);
    }

    /** Whether the log could not be read, so that nothing follows from what was not found. */
    boolean isFailed() {
        return !log.failure().isEmpty();
    }

    /** The offset of the nearest record with the content, -1 if there is none. */
    long nearest() {
        return nearest;
    }

    void close() {
        log.close();
    }
}
