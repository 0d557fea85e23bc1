package io.twinspan.connect.source;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.ControlRecord;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic: tells a task when an operator has ordered something for one of its partitions, and whether one holds the
 * link. What was ordered for a partition is in the positions topic, which the task then reads anew. Confined to the task's thread.
 *
 * <p>A task that begins waits until it knows whether the link is held. One that may not read the control topic copies all the same, as
 * does one that is copying already and cannot read it; both say so, once.
 */
final class Orders implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);
    /**
     * An answer of the broker is only taken in by a look, and the one that has the news is asked for by the look before: so news take two or
     * three of them. A look asks for nothing while the broker still waits for news to answer with, half a second at a time.
     */
    private static final long LOOK_EVERY_MS = 100;

    private static final long RETRY_EVERY_MS = 30_000;
    /** A client that is given no time at all never finds a topic. */
    private static final Duration FIRST_STEP = Duration.ofMillis(500);

    private final LinkName link;
    private final Set<TopicPartition> lanes;
    private final PositionsReading reading;
    private final LinkHold unheld;
    private boolean isRead;
    private boolean isFollowing;
    private boolean isRefused;
    private boolean hasComplained;
    private long dueMs = Long.MIN_VALUE;
    private @Nullable LaneOrder latest;
    private @Nullable LinkHold hold;

    /** Begins to read the control topic. */
    interface Opener {
        PositionsReading open(SourceSettings settings, Consumer<ConsumerRecord<byte[], byte[]>> sink);
    }

    Orders(SourceSettings settings, Collection<TopicPartition> lanes, Opener opener) {
        this.link = settings.link();
        this.lanes = Set.copyOf(lanes);
        this.unheld = HoldWatch.unheld(settings.config());
        this.reading = opener.open(settings, this::take);
    }

    /**
     * Reads what was ordered before now, which the positions topic tells of; returns whether that is done, or may not be done. Orders
     * that come later are news.
     */
    boolean isUpToDate(Duration atMost) {
        if (!isRead) {
            isRead = advance(atMost);
        }
        latest = null;
        return isRead || isRefused;
    }

    /** The last order since, for one of the task's partitions, or null; asks the cluster now and then. */
    @Nullable
    LaneOrder next(long nowMs) {
        if (nowMs < dueMs) {
            return null;
        }
        boolean read = advance(isFollowing ? Duration.ZERO : FIRST_STEP);
        if (read && !isRead) {
            // What had been ordered while the topic could not be read; better read twice than missed.
            isRead = true;
        }
        dueMs = nowMs + (hasComplained ? RETRY_EVERY_MS : LOOK_EVERY_MS);
        LaneOrder found = latest;
        latest = null;
        return found;
    }

    /** What an operator said last of the link as a whole, as far as it was read; what the settings say if nobody did. */
    LinkHold hold() {
        LinkHold heard = hold;
        return heard == null ? unheld : heard;
    }

    private boolean advance(Duration atMost) {
        try {
            boolean read = reading.advance(atMost);
            // A topic that is not there yet counts as read, and must still be found, which takes time.
            isFollowing = read && reading.partitions() > 0;
            hasComplained = false;
            isRefused = false;
            return read;
        } catch (ReplicationException e) {
            isRefused = e instanceof Misconfigured;
            if (!hasComplained) {
                hasComplained = true;
                LOGGER.warn(
                        "Link {}: operators' orders are not heard, since the control topic cannot be read; {}. {}",
                        link,
                        isRefused || isRead
                                ? "copying goes on"
                                : "nothing is copied before, since one may hold the link",
                        e.getMessage());
            }
            return false;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        ControlRecord decoded = ControlRecords.decode(record.key(), record.value());
        if (decoded instanceof LaneOrder order
                && lanes.contains(new TopicPartition(order.topic(), order.partition()))) {
            latest = order;
        } else if (decoded instanceof LinkHold held) {
            hold = held;
        } else if (decoded instanceof ControlRecord.Unknown unknown) {
            LOGGER.warn(
                    "Link {}: the record at offset {} of {} is left out: {}",
                    link,
                    record.offset(),
                    record.topic(),
                    unknown.detail());
        }
    }

    @Override
    public void close() {
        reading.close();
    }
}
