package io.twinspan.control.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.Positions;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecords;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Task 0 is owner 7, and task 1 owner 8; a source that is there answers at least twice a second. */
class SourceSilenceTest {
    private final Positions positions = new Positions();

    @Test
    void aTaskThatHeardOfTheSourceJustNowIsAWitness() {
        take(new SightRecord(sight(0, 7, 9_800, -1)));
        Pulse pulse = pulse(0, 7, 10_000, 9_800);

        assertThat(SourceSilence.hears(pulse, positions)).isTrue();
    }

    /** Nothing is stored of an idle partition but what pulses vouch for. */
    @Test
    void aTaskWithNothingNewHearsOfItAllTheSame() {
        take(new SightRecord(sight(0, 7, 1_000, -1)));
        for (int second = 2; second <= 60; second++) {
            pulse(0, 7, second * 1_000L, second * 1_000L - 300);
        }

        assertThat(SourceSilence.hears(new Pulse(0, 7, 60_000, 59_700, -1), positions))
                .isTrue();
    }

    @Test
    void aTaskThatLostItIsNoneAfterAWhile() {
        take(new SightRecord(sight(0, 7, 10_000, -1)));
        pulse(0, 7, 11_000, 10_000);
        assertThat(SourceSilence.hears(pulse(0, 7, 12_000, -1), positions))
                .as("two seconds may pass without a word")
                .isTrue();

        assertThat(SourceSilence.hears(pulse(0, 7, 13_000, -1), positions)).isFalse();
    }

    @Test
    void oneOfItsPartitionsIsEnough() {
        take(new SightRecord(sight(0, 7, 1_000, 1_500)));
        take(new SightRecord(sight(1, 7, 59_900, -1)));

        assertThat(SourceSilence.hears(new Pulse(0, 7, 60_000, -1, -1), positions))
                .isTrue();
    }

    /** Whoever had the partitions before may have heard of the source when the one that has them now no longer does. */
    @Test
    void whatAnotherTaskHeardDoesNotCountForThisOne() {
        take(new SightRecord(sight(0, 8, 59_900, -1)));

        assertThat(SourceSilence.hears(new Pulse(0, 7, 60_000, -1, -1), positions))
                .isFalse();
        assertThat(SourceSilence.hears(new Pulse(1, 8, 60_000, -1, -1), positions))
                .isTrue();
    }

    @Test
    void whoHasSeenNothingHearsNothing() {
        assertThat(SourceSilence.hears(new Pulse(0, 7, 60_000, -1, -1), positions))
                .isFalse();
    }

    private Pulse pulse(int task, long owner, long timeMs, long heardMs) {
        var pulse = new Pulse(task, owner, timeMs, heardMs, -1);
        take(new PulseRecord(pulse));
        return pulse;
    }

    private static Sight sight(int partition, long owner, long heardMs, long lostMs) {
        return new Sight("orders", partition, 20, 20, heardMs, lostMs, heardMs, 5, 50, lostMs < 0, owner);
    }

    private void take(PositionRecord.Writable record) {
        positions.add(new ConsumerRecord<>(
                "positions", 0, 0, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)));
    }
}
