package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.client.cluster.OtherLinks;
import io.twinspan.connect.checkpoint.SharedTails.Stored;
import io.twinspan.connect.source.PositionsReading;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.LogEnds;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * dc1's partition holds a0 b0 b1 a1 b2, dc2's holds b0 b1 a0 b2 a1: both links have copied all, and in dc2 is one more of its own.
 */
class SharedTailsTest {
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Set<String> ORDERS = Set.of("orders");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final OtherLinks BACK = new OtherLinks(true, Set.of(), "");

    private final LaneBook there = new LaneBook(partition -> true);
    private final Map<Stored, List<PositionRecord.Writable>> stored = new HashMap<>();
    private final Set<Stored> open = new TreeSet<>();
    private final SharedTails tails = new SharedTails(LinkName.parse("dc1->dc2"), Reading::new);
    private @Nullable ReplicationException failure;

    SharedTailsTest() {
        for (PositionRecord.Writable record :
                lane(1, 0, 2, new Run(1, 0, 0, 2, 1), new Run(1, 1, 3, 4, 1), new Tip(id(1), 5, 5, Map.of(), -1, 1))) {
            there.accept(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record));
        }
        stored.put(
                new Stored("dc2", true),
                lane(2, 0, 1, new Run(2, 0, 0, 1, 2), new Run(2, 2, 3, 4, 1), new Tip(id(2), 5, 5, Map.of(), -1, 1)));
    }

    @Test
    void recordsOfTheWayBackThatTheGroupHasNotReadAreNotSkipped() {
        assertThat(there.translate(PARTITION, 2).target()).as("alone").hasValue(4);

        tails.follow(BACK, 1);
        assertThat(tails.advance(ORDERS, STEP)).isTrue();

        assertThat(tails.takeChanged()).isTrue();
        // Unread are b1, a1, b2; a0 is behind b1.
        assertThat(translate(2)).isEqualTo(Translation.to(1, 1, false));
        assertThat(translate(5)).isEqualTo(Translation.to(5, 0));
    }

    @Test
    void withoutAnotherLinkTheLinksOwnMapIsAll() {
        tails.follow(OtherLinks.NONE, 1);

        assertThat(tails.advance(ORDERS, STEP)).isTrue();
        assertThat(translate(2)).isEqualTo(Translation.to(4, 0));
        assertThat(open).isEmpty();
    }

    @Test
    void aPermissionThatIsMissingLeavesThesePositionsUnknownAndIsTriedAgainWithTheNextReading() {
        failure = new Misconfigured("sasl.jaas.config", "no READ");
        tails.follow(BACK, 1);
        assertThat(tails.advance(ORDERS, STEP)).isTrue();

        assertThat(translate(2).target()).isEmpty();
        assertThat(translate(2).reason())
                .contains("mm2-positions.dc2.internal of dc1", "grant READ and DESCRIBE", "came by no link");

        failure = null;
        tails.follow(BACK, 1);
        tails.advance(ORDERS, STEP);
        assertThat(translate(2).target()).as("the same reading").isEmpty();
        tails.follow(BACK, 2);
        tails.advance(ORDERS, STEP);
        assertThat(translate(2).target()).hasValue(1);
    }

    @Test
    void aClusterThatIsAwayHoldsNothingUpOnceAllWasRead() {
        failure = new TransientFailure("away");
        tails.follow(BACK, 1);
        assertThatThrownBy(() -> tails.advance(ORDERS, STEP)).isSameAs(failure);

        failure = null;
        assertThat(tails.advance(ORDERS, STEP)).isTrue();
        failure = new TransientFailure("away");
        assertThat(tails.advance(ORDERS, STEP)).isTrue();
        assertThat(translate(2).target()).hasValue(1);
    }

    @Test
    void aThirdClustersLinksAreFollowedOnBothSidesAndLeftWhenTheyAreGone() {
        tails.follow(new OtherLinks(true, Set.of("dc3"), ""), 1);
        tails.advance(ORDERS, STEP);
        assertThat(open)
                .containsExactlyInAnyOrder(new Stored("dc2", true), new Stored("dc3", true), new Stored("dc3", false));

        tails.follow(BACK, 2);
        tails.advance(ORDERS, STEP);
        assertThat(open).containsExactly(new Stored("dc2", true));
        tails.close();
        assertThat(open).isEmpty();
    }

    private Translation translate(long offset) {
        return tails.translate(there, PARTITION, offset, new LogEnds(0, 5, 5));
    }

    private static LaneId id(int cluster) {
        return new LaneId(new Uuid(cluster, 1), "orders", 0, 0);
    }

    /** A lane that began behind records of the other side. */
    private static List<PositionRecord.Writable> lane(
            int cluster, long source, long target, Run one, Run two, Tip tip) {
        return List.of(
                new Start(new Tip(id(cluster), source, target, Map.of(), -1, 0), 1),
                new RunsPage(id(cluster), 1, List.of(one, two)),
                new TipRecord(tip));
    }

    /** Reads what is stored, all at once. */
    private final class Reading implements PositionsReading {
        private final Stored of;
        private final Consumer<ConsumerRecord<byte[], byte[]>> sink;
        private boolean read;

        private Reading(Stored of, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
            this.of = of;
            this.sink = sink;
            open.add(of);
        }

        @Override
        public boolean advance(Duration atMost) {
            if (failure != null) {
                throw failure;
            }
            var records =
                    new ArrayList<>(read ? List.<PositionRecord.Writable>of() : stored.getOrDefault(of, List.of()));
            read = true;
            records.forEach(record -> sink.accept(new ConsumerRecord<>(
                    of.topic(), 0, 0, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record))));
            return true;
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public void close() {
            open.remove(of);
        }
    }
}
