package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.control.failover.FailoverOptions.Verify;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.inventory.Links;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.ContextInMemory;
import io.twinspan.control.operation.Step.Outcome;
import io.twinspan.control.report.TopicOutcome.Comparison;
import io.twinspan.control.scene.Scene;
import io.twinspan.control.verify.VerifyProgress;
import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.Verifying;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.control.verify.result.VerifyReport;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class VerifyStepTest {
    private static final long NOW_MS = 1_790_000_000_000L;
    private static final Map<TopicPartition, Long> ENDS =
            Map.of(new TopicPartition("orders", 0), 12_000L, new TopicPartition("users", 0), 300L);
    private static final Difference ALTERED = new Difference(
            DifferenceKind.ALTERED, 11_990, 11_900, -1, 1, "value", shown(11_990, "old"), shown(11_900, "new"));

    private final List<VerifyRequest> asked = new ArrayList<>();
    private final ContextInMemory context = new ContextInMemory("failover-1", NOW_MS, 60_000)
            .with(MoveStep.FENCE, Notes.ENDS, Notes.Offsets.of(ENDS, 0));

    private static ShownRecord shown(long offset, String value) {
        return new ShownRecord(
                offset, 1_790_000_000_000L, null, new ShownRecord.Field(value, value.length(), "ab12"), List.of());
    }

    private static PartitionResult result(String topic, long records, List<Difference> found, NotCompared... parts) {
        return new PartitionResult(
                topic,
                0,
                "dc1." + topic,
                0,
                records,
                new Counts(records, 1_000, 900, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                found.size(),
                found.stream().mapToLong(Difference::records).sum(),
                found,
                List.of(parts));
    }

    /** Comes to its result after some steps, or never. Confined to the test's thread. */
    private class Scripted implements Verifying {
        private final List<PartitionResult> results;
        private final int steps;
        private final boolean getsOn;
        private int done;
        boolean isClosed;

        Scripted(int steps, boolean getsOn, PartitionResult... results) {
            this.steps = steps;
            this.getsOn = getsOn;
            this.results = List.of(results);
        }

        @Override
        public boolean step(long maxMs) {
            assertThat(isClosed).isFalse();
            context.passes(maxMs);
            return ++done >= steps;
        }

        @Override
        public VerifyProgress progress() {
            int far = getsOn ? done : 0;
            return new VerifyProgress(2, 0, 1_000_000, far, 10L * far, 100L * far, 0, done);
        }

        @Override
        public VerifyReport report() {
            return new VerifyReport("dc1->dc2", "run", "what was moved", 0, 1, 1, results, List.of());
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private VerifyStep step(Verify what, Scripted engine) {
        var options = new FailoverOptions(
                false,
                false,
                false,
                "orders|users",
                FenceKind.ACL,
                List.of(),
                List.of(),
                what,
                3_600_000,
                0,
                0,
                false,
                -1,
                false,
                List.of());
        var scene = new Scene(Links.view(), null, Clock.systemUTC(), Duration.ofSeconds(1));
        return new VerifyStep(scene, options, request -> {
            asked.add(request);
            return engine;
        });
    }

    private Compared noted() {
        return JsonText.read(context.notes().getOrDefault(Notes.COMPARED, ""), Compared.class);
    }

    @Test
    void comparesTheEndOfEachPartitionBelowTheFence() {
        var engine = new Scripted(3, true, result("orders", 1_000, List.of()), result("users", 300, List.of()));

        Outcome outcome = step(Verify.TAIL, engine).run(context);

        assertThat(outcome).isEqualTo(Outcome.done("1,300 records of 2 partitions compared, all equal"));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.topics()).isEqualTo("orders|users");
            assertThat(request.isKept()).isFalse();
            assertThat(request.extent().lastRecords()).isEqualTo(1_000);
            assertThat(request.extent().lastBytes()).isEqualTo(1 << 20);
            assertThat(request.extent().sourceEnds()).isEqualTo(ENDS);
        });
        assertThat(noted().outcome().records()).isEqualTo(1_300);
        assertThat(noted().outcome().bytes()).isEqualTo(3_800);
        assertThat(noted().of("orders")).isEqualTo(new Compared.OfTopic(1_000, Comparison.EQUAL));
        assertThat(engine.isClosed).isTrue();
        assertThat(context.sentences()).contains("0 of 2 partitions done, 10 records compared, about 16 min 39 s left");
    }

    @Test
    void comparesEverythingIfAsked() {
        step(Verify.ALL, new Scripted(1, true, result("orders", 12_000, List.of())))
                .run(context);

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.extent().lastRecords()).isZero();
            assertThat(request.extent().lastBytes()).isZero();
            assertThat(request.extent().sourceEnds()).isEqualTo(ENDS);
        });
    }

    @Test
    void comparesNothingIfAsked() {
        Outcome outcome = step(Verify.NONE, new Scripted(1, true)).run(context);

        assertThat(outcome.isSkipped()).isTrue();
        assertThat(asked).isEmpty();
        assertThat(context.notes()).isEmpty();
    }

    @Test
    void aDifferenceEndsTheMoveAndIsShown() {
        var engine = new Scripted(2, true, result("users", 300, List.of()), result("orders", 1_000, List.of(ALTERED)));

        assertThatThrownBy(() -> step(Verify.TAIL, engine).run(context))
                .isInstanceOf(Inconsistent.class)
                .hasMessage("""
                        1 difference in 1 partition, the first in orders-0 and dc1.orders-0
                          altered: source offset 11990 and target offset 11900 are not the same (value)
                            source  11990  2026-09-21T14:13:20Z  key null  value "old" (3 bytes, sha256 ab12)
                            target  11900  2026-09-21T14:13:20Z  key null  value "new" (3 bytes, sha256 ab12)
                        'twinspan verify' with --topics 'orders' shows whether it is still there, and docs/how-to/verify.md what it means.
                        If it is known, and no reason to stay, begin again; to move without comparing records: --verify none""");
        assertThat(engine.isClosed).isTrue();
        assertThat(noted().outcome().first()).singleElement().satisfies(first -> {
            assertThat(first.kind()).isEqualTo("altered");
            assertThat(first.sourceOffset()).isEqualTo(11_990);
            assertThat(first.target()).contains("\"new\"");
        });
        assertThat(noted().of("orders").comparison()).isEqualTo(Comparison.DIFFERENT);
        assertThat(noted().of("users").comparison()).isEqualTo(Comparison.EQUAL);
    }

    @Test
    void aDifferenceInATopicThatStaysDoesNotCount() {
        var engine =
                new Scripted(1, true, result("orders", 1_000, List.of()), result("other", 1_000, List.of(ALTERED)));

        Outcome outcome = step(Verify.TAIL, engine).run(context);

        assertThat(outcome.text())
                .isEqualTo("1,000 records of 1 partition compared, all equal; 1 partition could not be compared");
        assertThat(noted().topics()).containsOnlyKeys("orders");
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        var engine = new Scripted(
                1,
                true,
                result(
                        "orders",
                        900,
                        List.of(),
                        new NotCompared(Reason.SOURCE_RETENTION, 100, "source offsets 0 to 99")),
                result("users", 0, List.of(), new NotCompared(Reason.NO_POSITION, 300, "no position is stored")));

        Outcome outcome = step(Verify.TAIL, engine).run(context);

        assertThat(outcome.text())
                .isEqualTo("900 records of 1 partition compared, all equal; 1 partition could not be compared");
        assertThat(noted().unseen()).containsExactly("users-0: no position is stored");
        assertThat(noted().outcome().notCompared()).containsExactly("orders-0: source offsets 0 to 99");
        assertThat(noted().of("orders").comparison()).isEqualTo(Comparison.EQUAL);
        assertThat(noted().of("users").comparison()).isEqualTo(Comparison.NOT_COMPARED);
    }

    @Test
    void aLinkThatTransformsRecordsNeedsNobodyToLook() {
        var engine = new Scripted(
                1, true, result("orders", 0, List.of(), new NotCompared(Reason.TRANSFORMED, 0, "they are changed")));

        Outcome outcome = step(Verify.TAIL, engine).run(context);

        assertThat(outcome.text()).isEqualTo("nothing could be compared");
        assertThat(noted().unseen()).isEmpty();
        assertThat(noted().outcome().notCompared()).containsExactly("orders-0: they are changed");
    }

    @Test
    void endsWhenTimeIsUpAndSaysHowToGoOn() {
        var engine = new Scripted(Integer.MAX_VALUE, true);

        assertThatThrownBy(() -> step(Verify.TAIL, engine).run(context))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("0 of 2 partitions done, ")
                .hasMessageEndingWith("to move without comparing records: --verify none");
        assertThat(engine.isClosed).isTrue();
        assertThat(context.leftMs()).isZero();
    }

    @Test
    void comparingEverythingTakesItsTimeButMustGetOn() {
        ContextInMemory hour = new ContextInMemory("failover-1", NOW_MS, 3_600_000)
                .with(MoveStep.FENCE, Notes.ENDS, Notes.Offsets.of(ENDS, 0));
        var stuck = new Scripted(Integer.MAX_VALUE, false) {
            @Override
            public boolean step(long maxMs) {
                hour.passes(maxMs);
                return false;
            }
        };

        assertThatThrownBy(() -> step(Verify.ALL, stuck).run(hour))
                .isInstanceOf(TransientFailure.class)
                .hasMessageStartingWith("for 90 s no more records could be compared");
        assertThat(hour.leftMs()).isGreaterThan(3_500_000);
    }

    @Test
    void hasALimitOfItsOwnForEach() {
        assertThat(step(Verify.TAIL, new Scripted(1, true)).limit()).isEqualTo(Duration.ofSeconds(60));
        assertThat(step(Verify.ALL, new Scripted(1, true)).limit()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void doneAgainItComparesAgain() {
        var step = step(Verify.TAIL, new Scripted(1, true, result("orders", 1_000, List.of())));

        Outcome first = step.run(context);
        step.undo(context);

        assertThat(step(Verify.TAIL, new Scripted(1, true, result("orders", 1_000, List.of())))
                        .run(context))
                .isEqualTo(first);
        assertThat(asked).hasSize(2);
    }
}
