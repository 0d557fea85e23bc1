package io.twinspan.testkit.sim.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.InvariantViolation;
import io.twinspan.testkit.sim.SimPositions;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.load.Batches;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes right and wrong copies by hand, and looks which promise is found broken. */
final class PromisesTest {
    private static final LaneId LANE = new LaneId(Uuid.ONE_UUID, "t", 0, 0);

    private final SimWorld world = new SimWorld(1);
    private final Findings findings = new Findings();
    private final SimPositions positions = new SimPositions(world, 0);
    private final SimPartition source;
    private final SimPartition target;
    private final LaneTruth truth;

    PromisesTest() {
        var settings = TopicSettings.of(1, 1);
        source = new SimCluster(world, "dc1", 1)
                .createTopic("t", settings)
                .partitions()
                .get(0);
        target = new SimCluster(world, "dc2", 1)
                .createTopic("t", settings)
                .partitions()
                .get(0);
        truth = new LaneTruth(source, target, 0, findings);
        new PositionChecks(positions, List.of(truth), findings);
    }

    @BeforeEach
    void electLeaders() {
        world.runFor(100);
    }

    @Test
    void aRightCopyBreaksNothing() {
        write(source, 0, 1, 2);
        write(target, 0, 1, 2);
        store(tip(3, 3, 3));
        store(run(0, 0, 3));

        holds();
        assertThat(truth.isComplete()).isTrue();
        assertThat(truth.copied()).isEqualTo(3);
    }

    @Test
    void aRecordThatIsSteppedOverIsALoss() {
        write(source, 0, 1, 2);
        write(target, 0, 2);

        breaks("NoLoss", "source record 1");
    }

    @Test
    void aRecordThatIsMissingAtTheEndIsALoss() {
        write(source, 0, 1);
        write(target, 0);

        holds();
        truth.validate();
        breaks("NoLoss", "source record 1");
    }

    @Test
    void aRecordThatTheSourceLostMayBeMissing() {
        write(source, 0, 1, 2);
        source.raiseStart(2);
        write(target, 2);

        truth.validate();
        holds();
    }

    @Test
    void aRecordThatIsThereTwiceIsADuplicate() {
        write(source, 0, 1);
        write(target, 0, 1, 0);

        breaks("NoDuplicate", "offset 0 and again at 2");
    }

    @Test
    void aRecordAfterLaterOnesIsOutOfOrder() {
        write(source, 0, 1);
        source.raiseStart(1);
        write(target, 1, 0);

        breaks("Order", "source record 0");
    }

    @Test
    void aRecordThatTheSourceNeverHadIsNotTheSame() {
        write(source, 0);
        write(target, 7);

        breaks("SameBytes", "offset 0");
    }

    @Test
    void abortedRecordsMustNotBeCopied() {
        source.appendLoad(Batches.transactional(Compression.NONE, 5, 0, record(0)));
        source.appendLoad(Batches.marker(5, false, 0));
        write(source, 1);
        write(target, 1);
        truth.validate();
        holds();

        write(target, 0);
        breaks("SameBytes", "offset 1");
    }

    @Test
    void committedTransactionsMustBeCopied() {
        source.appendLoad(Batches.transactional(Compression.NONE, 5, 0, record(0)));
        write(source, 1);
        assertThat(truth.offered()).isZero();
        source.appendLoad(Batches.marker(5, true, 0));
        assertThat(truth.offered()).isEqualTo(2);

        write(target, 1);
        breaks("NoLoss", "source record 0");
    }

    @Test
    void aTipMustNotBeAheadOfTheCopies() {
        write(source, 0, 1);
        write(target, 0);
        store(tip(2, 1, 1));

        breaks("NoLoss", "source record 1 is copied, and it is not");
    }

    @Test
    void aTipMustCountWhatIsThere() {
        write(source, 0, 1);
        write(target, 0, 1);
        store(tip(2, 2, 1));

        breaks("RunsExact", "counts 1 records, the target has 2");
    }

    @Test
    void aTipMustPointAtTheRightTargetOffset() {
        write(source, 0, 1);
        write(target, 0, 1);
        store(tip(1, 2, 2));

        breaks("RunsExact", "later record is at 1");
    }

    @Test
    void aRunMustMapEveryRecord() {
        write(source, 0, 1, 2);
        write(target, 0, 1, 2);
        store(run(0, 1, 2));

        breaks("RunsExact", "source record 0 is at target offset 1, but it is at 0");
    }

    @Test
    void anOwnerMustNotGoBack() {
        write(source, 0, 1);
        write(target, 0, 1);
        store(tip(2, 2, 2));
        store(tip(1, 1, 1));

        breaks("MonotonicOffsets", "went back");
    }

    @Test
    void anotherOwnerMayBeBehind() {
        write(source, 0, 1);
        write(target, 0, 1);
        store(tip(2, 2, 2));
        positions.store("other", tip(1, 1, 1), () -> {});

        holds();
    }

    @Test
    void waivedPromisesAreNotLookedAt() {
        findings.waive(Promise.NO_DUPLICATE);
        write(source, 0);
        write(target, 0, 0);

        holds();
    }

    private static SimpleRecord record(int number) {
        return new SimpleRecord(number, ("v" + number).getBytes(StandardCharsets.UTF_8));
    }

    private static void write(SimPartition partition, int... numbers) {
        for (int number : numbers) {
            partition.appendLoad(Batches.plain(Compression.NONE, record(number)));
        }
    }

    private static PositionRecord tip(long source, long target, long count) {
        return new PositionRecord.TipRecord(new Tip(LANE, source, target, Map.of(1, count), -1, 0));
    }

    private static PositionRecord run(long source, long target, long length) {
        return new PositionRecord.RunsPage(LANE, 1, List.of(new Run(1, 0, source, target, length)));
    }

    private void store(PositionRecord record) {
        positions.store("link#0", record, () -> {});
        world.runUntil(positions::settled, 100);
    }

    /** From now on, so that what a test writes before can be wrong without ending it. */
    private void holdPromises() {
        for (Promise promise : Promise.values()) {
            world.hold(findings.invariant(promise));
        }
    }

    private void holds() {
        holdPromises();
        assertThatCode(() -> {
                    world.runFor(10);
                    world.validate();
                })
                .doesNotThrowAnyException();
    }

    private void breaks(String promise, String what) {
        holdPromises();
        assertThatThrownBy(world::validate)
                .isInstanceOfSatisfying(
                        InvariantViolation.class,
                        violation -> assertThat(violation.invariant()).isEqualTo(promise))
                .hasMessageContaining(what);
    }
}
