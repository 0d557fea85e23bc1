package io.twinspan.model.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Producer ids are in other people's logs: the golden values below may never change. */
class ProducerIdsTest {
    private static final Uuid TOPIC_ID = new Uuid(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

    /** Expected values from: printf 'twinspan-origin\0<id>' | sha256sum. */
    @Test
    void originIsTheStartOfTheDigestOfTheClusterId() {
        assertThat(ProducerIds.origin("MkU3OEVBNTcwNTJENDM2Qg")).isEqualTo(0xaaace8);
        assertThat(ProducerIds.origin("")).isEqualTo(0xb65f8e);
    }

    /** Expected values from: printf 'twinspan-lane\0<16 bytes><4 bytes><4 bytes>' | sha256sum. */
    @Test
    void idHoldsPrefixOriginAndTheStartOfTheDigestOfTheLane() {
        assertThat(ProducerIds.of(0xabcdef, new LaneId(TOPIC_ID, "orders", 3, 0)))
                .isEqualTo(0x7abcdef34c7afb43L);
        assertThat(ProducerIds.of(0, new LaneId(TOPIC_ID, "orders", 3, 2))).isEqualTo(0x700000094743363fL);
    }

    @Test
    void theLanesPartIsTheSameForAllOrigins() {
        assertThat(ProducerIds.lane(0x7abcdef34c7afb43L)).isEqualTo(0x34c7afb43L);
        assertThat(ProducerIds.lane(ProducerIds.of(5, new LaneId(TOPIC_ID, "orders", 3, 0))))
                .isEqualTo(0x34c7afb43L);
    }

    @Test
    void nameOfTheTopicDoesNotMatterItsIdDoes() {
        var lane = new LaneId(TOPIC_ID, "orders", 3, 1);

        assertThat(ProducerIds.of(1, new LaneId(TOPIC_ID, "renamed", 3, 1))).isEqualTo(ProducerIds.of(1, lane));
        assertThat(ProducerIds.of(1, new LaneId(Uuid.randomUuid(), "orders", 3, 1)))
                .isNotEqualTo(ProducerIds.of(1, lane));
    }

    @Test
    void partitionsGenerationsAndOriginsAllDiffer() {
        var ids = new HashSet<Long>();
        for (int origin = 0; origin < 3; origin++) {
            for (int partition = 0; partition < 200; partition++) {
                for (int generation = 0; generation < 5; generation++) {
                    ids.add(ProducerIds.of(origin, new LaneId(TOPIC_ID, "t", partition, generation)));
                }
            }
        }

        assertThat(ids).hasSize(3 * 200 * 5).allMatch(id -> id > 0).allMatch(ProducerIds::isOurs);
    }

    @Test
    void originComesBackOutOfTheId() {
        for (int origin : new int[] {0, 1, 0x800000, 0xffffff}) {
            long id = ProducerIds.of(origin, new LaneId(TOPIC_ID, "t", 0, 0));

            assertThat(ProducerIds.origin(id)).isEqualTo(origin);
        }
    }

    @Test
    void idsOfBrokersAreNotOurs() {
        assertThat(ProducerIds.isOurs(-1)).isFalse();
        assertThat(ProducerIds.isOurs(0)).isFalse();
        assertThat(ProducerIds.isOurs(0x6fffffffffffffffL)).isFalse();
        assertThat(ProducerIds.isOurs(0x7000000000000000L)).isTrue();
        assertThat(ProducerIds.isOurs(Long.MAX_VALUE)).isTrue();
        assertThatThrownBy(() -> ProducerIds.origin(4000L)).hasMessageContaining("4000");
    }

    @Test
    void sequenceWrapsAfterTheLargestInt() {
        assertThat(ProducerIds.sequence(0)).isZero();
        assertThat(ProducerIds.sequence(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(ProducerIds.sequence(1L << 31)).isZero();
        assertThat(ProducerIds.sequence((1L << 31) + 7)).isEqualTo(7);
        assertThat(ProducerIds.sequence(5 * (1L << 31) + 9)).isEqualTo(9);
        assertThatThrownBy(() -> ProducerIds.sequence(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnOriginOfMoreThan24Bits() {
        assertThatThrownBy(() -> ProducerIds.of(1 << 24, new LaneId(TOPIC_ID, "t", 0, 0)))
                .hasMessageContaining("24 bits");
    }
}
