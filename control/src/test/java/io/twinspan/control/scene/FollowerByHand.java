package io.twinspan.control.scene;

import io.twinspan.control.inventory.Links;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A follower that is fed records and told the time, and asks no cluster. Confined to one test. */
public final class FollowerByHand {
    private final ClockByHand clock = new ClockByHand();
    private final LinkFollower follower = new LinkFollower(Links.view(), clock, Duration.ofSeconds(1));

    /** What it knows. */
    public LinkFollower follower() {
        return follower;
    }

    /** It is so late now. */
    public void setMs(long nowMs) {
        clock.nowMs = nowMs;
    }

    /** A look is over. */
    public void looked() {
        follower.looked();
    }

    /** The positions topic has this, too. */
    public void take(PositionRecord.Writable record) {
        follower.takePosition(new ConsumerRecord<>(
                "positions", 0, 0, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)));
    }

    /** A clock that is set by hand. Confined to the test. */
    private static final class ClockByHand extends Clock {
        private long nowMs;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }
    }
}
