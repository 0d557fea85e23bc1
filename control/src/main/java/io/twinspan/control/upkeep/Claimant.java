package io.twinspan.control.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.client.cluster.TopicReader;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One process's part in who does a duty of a link: it claims it in the link's journal, and keeps to what the journal says. Confined to one
 * thread; every step is bounded in time.
 */
final class Claimant implements AutoCloseable {
    private final LinkView link;
    private final String duty;
    private final String owner;
    private final Clock clock;
    private final Duration limit;
    private final ClaimBook book = new ClaimBook();
    private final JournalTopic journal;
    private @Nullable TopicReader reader;

    /** @param owner a name that no other process has */
    Claimant(LinkView link, String duty, String owner, Clock clock, Duration limit) {
        this.link = link;
        this.duty = duty;
        this.owner = owner;
        this.clock = clock;
        this.limit = limit;
        this.journal = new JournalTopic(link, clock, limit);
    }

    /**
     * Claims it, or renews the claim; returns whether it is this process's now.
     *
     * @param lasts how long, unless it is renewed
     * @throws TransientFailure if the target does not answer
     */
    boolean claim(Duration lasts) {
        look();
        if (!owner().isEmpty() && !owner().equals(owner)) {
            return false;
        }
        long nowMs = clock.millis();
        journal.append(Claim.key(duty, owner), JsonText.line(new Claim(owner, nowMs, nowMs + lasts.toMillis())));
        look();
        if (!owner().equals(owner)) {
            // Theirs stood before ours in the log; it may have been given back since, but ours does not stand for that.
            release();
            return false;
        }
        return true;
    }

    /** Whose it is; empty for nobody's. */
    private String owner() {
        return book.standing(duty, clock.millis()).map(Claim::owner).orElse("");
    }

    /**
     * Gives the claim back.
     *
     * @throws TransientFailure if that could not be stored; then it goes stale
     */
    void release() {
        journal.append(Claim.key(duty, owner), null);
    }

    private void look() {
        TopicReader reading = reader;
        if (reading == null) {
            reading = link.target().reader(link.internal().journal(), "twinspan-claims", limit, this::take);
            reader = reading;
        }
        reading.readAll(limit);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            book.accept(
                    new String(record.key(), UTF_8), record.value() == null ? null : new String(record.value(), UTF_8));
        }
    }

    @Override
    public void close() {
        journal.close();
        TopicReader reading = reader;
        if (reading != null) {
            reading.close();
        }
    }
}
