package io.twinspan.control.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.Reach;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.model.position.Cause;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ExaminedTest {
    private static final Reach REACHED = new Reach(true, "");
    private static final Rpo RPO = new Rpo(0, 0, 0, 0, 0, 0, 0);

    @Test
    void speedIsWhatChangedBetweenTwoLooks() {
        PartitionStatus after = partition(0, 150, 400, 0);
        List<PartitionRate> rates = Examined.rates(link(partition(0, 50, 200, 0)), link(after), 10);

        assertThat(rates).containsExactly(new PartitionRate(new TopicPartition("orders", 0), 20, 10, after));
        assertThat(rates.get(0).copiedBytesPerSecond()).isEqualTo(1_000);
    }

    @Test
    void whatWasNotAskedOrNotThereIsUnknown() {
        PartitionStatus silent = partition(0, 150, 400, 900);
        PartitionStatus added = partition(1, 5, 9, 0);

        assertThat(Examined.rates(link(partition(0, 50, 200, 0)), link(silent, added), 10))
                .containsExactly(
                        new PartitionRate(new TopicPartition("orders", 0), -1, 10, silent),
                        new PartitionRate(new TopicPartition("orders", 1), -1, -1, added));
    }

    @Test
    void aTargetThatLostRecordsIsNoNegativeSpeed() {
        assertThat(Examined.rates(link(partition(0, 50, 200, 0)), link(partition(0, 40, 200, 0)), 10)
                        .get(0)
                        .copiedPerSecond())
                .isZero();
    }

    private static LinkStatus link(PartitionStatus... partitions) {
        return new LinkStatus(
                "dc1->dc2",
                REACHED,
                REACHED,
                true,
                new HoldStatus(Level.FREE, "link.standby", 0, ""),
                List.of(),
                List.of(new TopicStatus("orders", "dc1.orders", List.of(partitions))),
                List.of(),
                List.of(),
                null,
                List.of());
    }

    private static PartitionStatus partition(int number, long to, long end, long endAgeMs) {
        return new PartitionStatus(
                number, State.COPYING, to, end, endAgeMs, end - to, 0, 100, RPO, 0, 0, Cause.NONE, null, "");
    }
}
