package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Generation;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordStartTest {
    private static final Uuid ID = new Uuid(1, 2);

    @Test
    void aPartitionOfWhichNothingIsKnownBeginsWhereItIsConfigured() {
        var start = start(null, StartAt.LATEST, OptionalLong.empty());

        assertThat(start.start()).isEqualTo(StartAt.LATEST);
        assertThat(start.known()).isNull();
        assertThat(start.gap()).isNull();
    }

    @Test
    void goesOnAtTheStoredPositionWhenThatIsFurther() {
        var start = start(tip(ID, 100), StartAt.EARLIEST, OptionalLong.of(90));

        assertThat(start.start()).isEqualTo(StartAt.offset(100));
        assertThat(start.known()).isEqualTo(tip(ID, 100));
        assertThat(start.gap()).isNull();
    }

    @Test
    void beginsANewGenerationWhenConnectIsFurther() {
        var start = start(tip(ID, 100), StartAt.EARLIEST, OptionalLong.of(120));

        assertThat(start.start()).isEqualTo(StartAt.offset(120));
        assertThat(start.known()).isNull();
        assertThat(start.generation()).isEqualTo(5);
        assertThat(start.gap()).isEqualTo(new Generation("orders", 3, 5, OptionalLong.of(120)));
    }

    @Test
    void withoutATipConnectAndTheOperatorsOffsetBothCount() {
        assertThat(start(null, StartAt.offset(42), OptionalLong.of(50)).start()).isEqualTo(StartAt.offset(50));
        assertThat(start(null, StartAt.offset(42), OptionalLong.empty()).start())
                .isEqualTo(StartAt.offset(42));
        assertThat(start(null, StartAt.EARLIEST, OptionalLong.of(50)).start()).isEqualTo(StartAt.offset(50));
    }

    @Test
    void aTopicThatWasMadeAnewBeginsAnew() {
        var start = start(tip(new Uuid(9, 9), 100), StartAt.EARLIEST, OptionalLong.of(100));

        assertThat(start.start()).isEqualTo(StartAt.EARLIEST);
        assertThat(start.known()).isNull();
    }

    private static RecordStart start(@Nullable Tip tip, StartAt begin, OptionalLong connect) {
        var stored = new LaneSpec("orders", 3, "", 4, tip, begin, List.of());
        return RecordStart.of(stored, ID, StartAt.EARLIEST, connect);
    }

    private static Tip tip(Uuid topic, long source) {
        return new Tip(new LaneId(topic, "orders", 3, 4), source, source, Map.of(), -1, 0);
    }
}
