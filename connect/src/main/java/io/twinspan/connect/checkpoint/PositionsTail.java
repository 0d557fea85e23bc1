package io.twinspan.connect.checkpoint;

import io.twinspan.connect.source.PositionsReading;
import io.twinspan.model.translation.LaneBook;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the positions topic, from its beginning, and keeps what it says of the topics that are asked for. Confined to the task's
 * thread.
 *
 * <p>It keeps nothing of other topics. So when one more is asked for, it begins again: the topic is compacted, and that is rare.
 */
final class PositionsTail implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PositionsTail.class);

    private final Opener opener;
    private Set<String> topics = Set.of();
    private LaneBook book = new LaneBook(partition -> false);
    private @Nullable PositionsReading reading;
    private boolean changed;
    private Set<String> reported = Set.of();

    /** Begins to read the positions topic. */
    interface Opener {
        PositionsReading open(Consumer<ConsumerRecord<byte[], byte[]>> sink);
    }

    PositionsTail(Opener opener) {
        this.opener = opener;
    }

    /** Reads on, for about as long as given; returns whether all is read that was there when the reading began. */
    boolean advance(Set<String> wanted, Duration atMost) {
        PositionsReading running = reading;
        if (running == null || !topics.containsAll(wanted)) {
            running = restart(wanted);
        }
        boolean read = running.advance(atMost);
        if (read && !book.unreadable().equals(reported)) {
            reported = book.unreadable();
            LOGGER.warn(
                    "Some records of the positions topic cannot be read and are left out: {}. No link wrote them, or a newer version"
                            + " did; group offsets that need them are not translated.",
                    reported);
        }
        return read;
    }

    private PositionsReading restart(Set<String> wanted) {
        close();
        Set<String> all = new HashSet<>(topics);
        all.addAll(wanted);
        topics = Set.copyOf(all);
        book = new LaneBook(partition -> all.contains(partition.topic()));
        changed = true;
        PositionsReading opened = opener.open(this::take);
        reading = opened;
        return opened;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        changed |= book.accept(record);
    }

    /** What is known so far. */
    LaneBook book() {
        return book;
    }

    /** Whether translations may have changed since the last call. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    @Override
    public void close() {
        PositionsReading running = reading;
        reading = null;
        if (running != null) {
            running.close();
        }
    }
}
