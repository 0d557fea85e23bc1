package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.name.ClusterAlias;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceOffsetsTest {
    private static final ClusterAlias DC1 = new ClusterAlias("dc1");
    private static final Map<String, Object> ORDERS_3 = Map.of("cluster", "dc1", "topic", "orders", "partition", 3);

    @Test
    void writesTheFieldsInMirrorMaker2sOrder() {
        var map = SourceOffsets.partition(DC1, new TopicPartition("orders", 3));

        // mirrormaker2: ["MirrorSourceConnector",{"cluster":"dc1","partition":3,"topic":"orders"}], looked up by its
        // bytes.
        assertThat(map.keySet()).containsExactly("cluster", "partition", "topic");
        assertThat(map).isEqualTo(ORDERS_3);
    }

    @Test
    void theOffsetIsTheLastCopiedOne() {
        assertThat(SourceOffsets.copiedBelow(43)).isEqualTo(Map.of("offset", 42L));
        assertThat(SourceOffsets.copiedBelow(0)).isNull();
        assertThat(SourceOffsets.next(Map.of("offset", 42L))).hasValue(43);
        assertThat(SourceOffsets.next(null)).isEmpty();
        assertThat(SourceOffsets.next(Map.of())).isEmpty();
    }

    @Test
    void anAlteredOffsetGoesOnAfterIt() {
        assertThat(changes(ORDERS_3, Map.of("offset", 42)))
                .isEqualTo(Map.of(new TopicPartition("orders", 3), OptionalLong.of(43)));
        // JSON numbers come as longs, too.
        assertThat(changes(Map.of("cluster", "dc1", "topic", "orders", "partition", 3L), Map.of("offset", 0L)))
                .isEqualTo(Map.of(new TopicPartition("orders", 3), OptionalLong.of(1)));
    }

    @Test
    void aDeletedOffsetGoesBackToTheConfiguredStart() {
        assertThat(changes(ORDERS_3, null)).isEqualTo(Map.of(new TopicPartition("orders", 3), OptionalLong.empty()));
    }

    @Test
    void anythingMayBeDeleted() {
        assertThat(changes(Map.of("garbage", true), null)).isEmpty();
        assertThat(changes(null, null)).isEmpty();
        assertThat(changes(Map.of("cluster", "dc9", "topic", "orders", "partition", 3), null))
                .isEmpty();
    }

    static Stream<Arguments> refused() {
        Map<String, Object> offset = Map.of("offset", 1);
        return Stream.of(
                Arguments.of(null, offset, "null"),
                Arguments.of(Map.of("topic", "orders", "partition", 3), offset, "'cluster'"),
                Arguments.of(Map.of("cluster", "dc1", "partition", 3), offset, "'topic'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", 7, "partition", 3), offset, "'topic'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "orders"), offset, "'partition'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "orders", "partition", "3"), offset, "'partition'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "orders", "partition", -1), offset, "'partition'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "orders", "partition", 1L << 31), offset, "'partition'"),
                Arguments.of(Map.of("cluster", "dc2", "topic", "orders", "partition", 3), offset, "copies 'dc1'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "", "partition", 3), offset, "'topic'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "a\u001b[31m", "partition", 3), offset, "'topic'"),
                Arguments.of(Map.of("cluster", "dc1", "topic", "x".repeat(250), "partition", 3), offset, "'topic'"),
                Arguments.of(ORDERS_3, Map.of("offset", 1L << 62), "'offset'"),
                Arguments.of(ORDERS_3, Map.of("offset", 1.5), "'offset'"),
                Arguments.of(ORDERS_3, Map.of(), "'offset'"),
                Arguments.of(ORDERS_3, Map.of("offset", "1"), "'offset'"),
                Arguments.of(ORDERS_3, Map.of("offset", -1), "'offset'"),
                Arguments.of(ORDERS_3, Map.of("offset", Long.MAX_VALUE), "'offset'"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNoPosition(
            @Nullable Map<String, Object> partition, Map<String, Object> offset, String complaint) {
        assertThatThrownBy(() -> changes(partition, offset))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(complaint);
    }

    private static Map<TopicPartition, OptionalLong> changes(
            @Nullable Map<String, Object> partition, @Nullable Map<String, Object> offset) {
        var offsets = new HashMap<Map<String, ?>, Map<String, ?>>();
        offsets.put(partition, offset);
        return SourceOffsets.changes(DC1, Collections.unmodifiableMap(offsets));
    }
}
