package io.twinspan.control.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.check.Obstacle.Weight;
import io.twinspan.control.inventory.Links;
import io.twinspan.control.inventory.Positions;
import io.twinspan.control.operation.ContextInMemory;
import io.twinspan.control.scene.LinkFollower.TaskLife;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What follows from what the link has stored; what needs brokers is in RefusalIT. */
class LinkChecksTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final List<MovedTopic> TOPICS = List.of(new MovedTopic("orders", "dc1.orders", 4));

    private final Obstacles obstacles = new Obstacles(Set.of());
    private final Positions positions = new Positions();

    private LinkChecks checks() {
        var scene = new Scene(Links.view(), null, Clock.systemUTC(), Duration.ofSeconds(1));
        return new LinkChecks(scene, obstacles, new ContextInMemory("failover-1", 1_790_000_000_000L, 60_000));
    }

    @Test
    void clocksThatDifferAreARemark() {
        checks().clock(new TaskLife(new Pulse(0, 7, NOW + 9_000, -1, -1), NOW));
        checks().clock(new TaskLife(new Pulse(0, 7, NOW - 61_000, -1, -1), NOW));

        assertThat(obstacles.all())
                .allMatch(one -> one.kind() == Kind.CLOCK_DIFFERENCE && one.weight() == Weight.REMARK)
                .extracting(Obstacle::what)
                .satisfiesExactly(
                        ahead -> assertThat(ahead).contains("the machine that runs the link is 9 s ahead of this one"),
                        behind -> assertThat(behind).contains("is 61 s behind this one"));
    }

    @Test
    void clocksThatAreNearlyTheSameAreNone() {
        checks().clock(new TaskLife(new Pulse(0, 7, NOW + 4_000, -1, -1), NOW));
        checks().clock(new TaskLife(new Pulse(0, 7, NOW - 4_000, -1, -1), NOW));

        assertThat(obstacles.all()).isEmpty();
    }

    @Test
    void whatOthersWroteIntoACopyIsARemark() {
        add("orders", Cause.FOREIGN_WRITER);

        checks().foreign(positions, TOPICS);

        assertThat(obstacles.all()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.FOREIGN_WRITER);
            assertThat(one.weight()).isEqualTo(Weight.REMARK);
            assertThat(one.sentence()).contains("orders-3", "others have written into their copies", "twinspan lanes");
        });
    }

    @Test
    void whatElseHappenedAndWhatOthersWroteElsewhereIsNone() {
        add("orders", Cause.SOURCE_RETENTION);
        add("other", Cause.FOREIGN_WRITER);

        checks().foreign(positions, TOPICS);

        assertThat(obstacles.all()).isEmpty();
    }

    private void add(String topic, Cause cause) {
        var lane = new LaneId(new Uuid(1, topic.length()), topic, 3, 0);
        var record = new IncidentRecord(new Incident(lane, cause, new OffsetRange(0, 30), 30, false, NOW));
        positions.add(new ConsumerRecord<>(
                "positions", 0, 0, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)));
    }
}
