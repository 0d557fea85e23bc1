package io.twinspan.control.inventory;

import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecords;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a link stores on its target: its positions, and what holds it. The first reading takes all, the next ones what has come since.
 * Confined to one thread; every step is bounded in time.
 */
final class TargetFeed implements AutoCloseable {
    private static final String CLIENT_ID = "twinspan-status";
    private static final Duration STEP = Duration.ofMillis(100);

    private final Duration limit;
    private final Positions positions = new Positions();
    private long taken;
    private final TopicReader positionsReader;
    private final TopicReader controlReader;
    private LinkHold hold;
    private String holdTrouble = "";

    /**
     * Asks nobody yet.
     *
     * @param limit how long the cluster may take for each topic
     * @throws ReplicationException if its addresses cannot be used
     */
    TargetFeed(LinkView link, Duration limit) {
        this.limit = limit;
        this.hold = link.unheld();
        this.positionsReader = link.target().reader(link.positionsTopic(), CLIENT_ID, limit, record -> {
            taken++;
            positions.add(record);
        });
        try {
            this.controlReader = link.target().reader(link.controlTopic(), CLIENT_ID, limit, this::take);
        } catch (ReplicationException e) {
            positionsReader.close();
            throw e;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (ControlRecords.decode(record.key(), record.value()) instanceof LinkHold said) {
            hold = said;
        }
    }

    /**
     * Reads what is there by now.
     *
     * @throws ReplicationException if the cluster does not answer, or refuses the positions
     */
    void advance() {
        // What holds the link first: a position from before an order must not look as if it came after it.
        try {
            readToEnd(controlReader);
            holdTrouble = "";
        } catch (Misconfigured e) {
            holdTrouble = String.valueOf(e.getMessage());
        }
        readToEnd(positionsReader);
    }

    private void readToEnd(TopicReader reader) {
        if (reader.partitions() == 0) {
            int count = reader.count(limit);
            if (count == 0) {
                return;
            }
            reader.addAll(count);
            catchUp(reader);
        }
        reader.readToEnd(limit);
    }

    /** The first reading may take long, of a topic that the cleaner has not been to for a while; as long as it gets on, it goes on. */
    private void catchUp(TopicReader reader) {
        long before = taken;
        long deadline = System.nanoTime() + limit.toNanos();
        while (!reader.advance(STEP)) {
            if (taken > before) {
                before = taken;
                deadline = System.nanoTime() + limit.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TransientFailure("what the link stores on its target is not read: nothing has come for "
                        + limit.toSeconds() + " s");
            }
        }
    }

    Positions positions() {
        return positions;
    }

    /** What an operator said last of the link as a whole; what the file says if nobody did. */
    LinkHold hold() {
        return hold;
    }

    /** Why it is not known what holds the link; empty if it is. */
    String holdTrouble() {
        return holdTrouble;
    }

    @Override
    public void close() {
        positionsReader.close();
        controlReader.close();
    }
}
