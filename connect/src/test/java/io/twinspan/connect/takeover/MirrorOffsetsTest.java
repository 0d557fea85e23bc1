package io.twinspan.connect.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.name.ClusterAlias;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MirrorOffsetsTest {
    private static final ClusterAlias DC1 = new ClusterAlias("dc1");
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final String KEY =
            "[\"MirrorSourceConnector\",{\"cluster\":\"dc1\",\"partition\":3,\"topic\":\"orders\"}]";

    @Test
    void makesConnectsBytes() {
        assertThat(new String(MirrorOffsets.key(DC1, ORDERS), StandardCharsets.UTF_8))
                .isEqualTo(KEY);
        assertThat(new String(MirrorOffsets.value(43), StandardCharsets.UTF_8)).isEqualTo("{\"offset\":42}");
    }

    @Test
    void keepsTheNewestPositionOfThePartitionsThatAreWanted() {
        var offsets = new MirrorOffsets(DC1, List.of(ORDERS));

        accept(offsets, KEY, "{\"offset\":41}");
        accept(offsets, KEY, "{\"offset\":42}");
        accept(offsets, KEY.replace("dc1", "dc3"), "{\"offset\":77}");
        accept(offsets, KEY.replace("3", "4"), "{\"offset\":78}");

        assertThat(offsets.next(ORDERS)).hasValue(43);
        assertThat(offsets.next(new TopicPartition("orders", 4))).isEmpty();
    }

    @Test
    void aTombstoneOrGarbageIsNoPosition() {
        var offsets = new MirrorOffsets(DC1, List.of(ORDERS));
        accept(offsets, KEY, "{\"offset\":41}");

        offsets.accept(KEY.getBytes(StandardCharsets.UTF_8), null);
        assertThat(offsets.next(ORDERS)).isEmpty();
        accept(offsets, KEY, "{\"offset\":\"x\"}");
        assertThat(offsets.next(ORDERS)).isEmpty();
    }

    @Test
    void garbageIsNotTakenForATombstone() {
        var offsets = new MirrorOffsets(DC1, List.of(ORDERS));
        accept(offsets, KEY, "{\"offset\":\"x\"}");
        assertThat(offsets.unreadable(ORDERS)).contains("\"x\"");

        accept(offsets, KEY, " { \"offset\" : 41 } ");
        assertThat(offsets.next(ORDERS)).hasValue(42);
        assertThat(offsets.unreadable(ORDERS)).isNull();
        offsets.accept(KEY.getBytes(StandardCharsets.UTF_8), null);
        assertThat(offsets.unreadable(ORDERS)).isNull();
    }

    private static void accept(MirrorOffsets offsets, String key, String value) {
        offsets.accept(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
