package io.twinspan.model.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.Inconsistent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariants A, B and C of {@link PositionMap}, by example and against a list of every single record. */
class PositionMapTest {
    private static final LaneId LANE = new LaneId(Uuid.ONE_UUID, "orders", 3, 0);
    private static final PositionMap MAP = PositionMap.of(
            List.of(new Run(1, 0, 100, 10, 5), new Run(1, 5, 107, 15, 3), new Run(1, 8, 110, 20, 2)), tip(120, 25));

    @Test
    void offsetOfACopiedRecordTranslatesToThatRecordBothWays() {
        assertThat(MAP.toTarget(102)).hasValue(12);
        assertThat(MAP.toSource(12)).hasValue(102);
        assertThat(MAP.containsSource(102)).isTrue();
    }

    @Test
    void skippedOffsetTranslatesToTheNextRecord() {
        assertThat(MAP.toTarget(0)).hasValue(10);
        assertThat(MAP.toTarget(105)).hasValue(15);
        assertThat(MAP.toTarget(106)).hasValue(15);
        assertThat(MAP.toSource(18)).hasValue(110);
        assertThat(MAP.containsSource(105)).isFalse();
        assertThat(MAP.containsSource(99)).isFalse();
    }

    @Test
    void pastTheLastRunTheTipSpeaksAndPastTheTipNobody() {
        assertThat(MAP.toTarget(112)).hasValue(25);
        assertThat(MAP.toTarget(120)).hasValue(25);
        assertThat(MAP.toTarget(121)).isEmpty();
        assertThat(MAP.toSource(22)).hasValue(120);
        assertThat(MAP.toSource(26)).isEmpty();
    }

    @Test
    void withoutATipTheEndOfTheLastRunIsTheEnd() {
        var map = PositionMap.of(List.of(new Run(1, 0, 5, 7, 3)), null);

        assertThat(map.toTarget(8)).hasValue(10);
        assertThat(map.toTarget(9)).isEmpty();
    }

    @Test
    void runsNewerThanTheTipMoveTheEnd() {
        var map = PositionMap.of(List.of(new Run(1, 0, 5, 7, 3)), tip(2, 3));

        assertThat(map.toTarget(8)).hasValue(10);
        assertThat(map.toTarget(9)).isEmpty();
        assertThat(MAP.with(List.of(), tip(111, 21)).toTarget(120)).hasValue(25);
    }

    @Test
    void emptyMapKnowsNothing() {
        assertThat(PositionMap.empty().toTarget(0)).isEmpty();
        assertThat(PositionMap.empty().toSource(0)).isEmpty();
        assertThat(PositionMap.of(List.of(), tip(50, 8)).toTarget(50)).hasValue(8);
    }

    @Test
    void runsThatTouchOnBothSidesAreOneStretchWhateverTheirOrigin() {
        var map =
                PositionMap.of(List.of(new Run(1, 0, 0, 0, 5), new Run(2, 0, 5, 5, 5), new Run(1, 5, 11, 11, 1)), null);

        assertThat(map.size()).isEqualTo(2);
        assertThat(map.toTarget(10)).hasValue(11);
    }

    @Test
    void invariantARefusesRunsThatOverlapOrDescend() {
        var first = new Run(1, 0, 10, 10, 5);

        assertThatThrownBy(() -> PositionMap.of(List.of(first, new Run(1, 5, 14, 20, 1)), null))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("source offset 14");
        assertThatThrownBy(() -> PositionMap.of(List.of(first, new Run(1, 5, 20, 14, 1)), null))
                .isInstanceOf(Inconsistent.class);
        assertThatThrownBy(() -> PositionMap.of(List.of(first), tip(20, 12)))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("orders-3");
    }

    @Test
    void runsThatArriveAfterALaterTipLeaveTheEndWhereTheTipPutIt() {
        var map = PositionMap.of(List.of(new Run(1, 0, 10, 10, 5)), tip(30, 22));

        assertThat(map.with(List.of(new Run(1, 5, 20, 17, 5)), null).toTarget(26))
                .hasValue(22);
        assertThatThrownBy(() -> map.with(List.of(new Run(1, 5, 20, 18, 5)), null))
                .isInstanceOf(Inconsistent.class);
    }

    @Test
    void belowWhereItIsCompleteItDoesNotGuess() {
        var map = MAP.completeFrom(100);

        assertThat(map.toTarget(99)).isEmpty();
        assertThat(map.toTarget(100)).hasValue(10);
        assertThat(map.toTarget(120)).hasValue(25);
    }

    @Test
    void recordsThatTheTargetHasDeletedLeaveTheMapExact() {
        var map = MAP.withoutTargetBelow(15);

        assertThat(map.size()).isEqualTo(2);
        assertThat(map.toTarget(0)).hasValue(15);
        assertThat(MAP.withoutTargetBelow(12).toTarget(102)).hasValue(12);
    }

    @Test
    void truncatedTargetSaysFromWhereToCopyAgain() {
        assertThat(MAP.truncatedToTarget(12).endSource()).isEqualTo(102);
        assertThat(MAP.truncatedToTarget(12).toTarget(103)).isEmpty();
        assertThat(MAP.truncatedToTarget(15).endSource()).isEqualTo(107);
        assertThat(MAP.truncatedToTarget(19).endSource()).isEqualTo(110);
        assertThat(MAP.truncatedToTarget(23).endSource()).isEqualTo(120);
        assertThat(MAP.truncatedToTarget(23).endTarget()).isEqualTo(23);
        assertThat(MAP.truncatedToTarget(0).endSource()).isEqualTo(100);
        assertThat(MAP.truncatedToTarget(25)).isSameAs(MAP);
    }

    @Test
    void invariantsBAndCHoldAgainstAListOfEveryRecord() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var model = new EveryRecord(random, 1 + random.nextInt(60));
            var map = PositionMap.of(model.runs, model.tip);

            for (long offset = 0; offset <= model.sourceEnd + 2; offset++) {
                assertThat(map.toTarget(offset))
                        .as("seed %d, source offset %d", seed, offset)
                        .isEqualTo(model.toTarget(offset));
            }
            for (long offset = 0; offset <= model.targetEnd + 2; offset++) {
                assertThat(map.toSource(offset))
                        .as("seed %d, target offset %d", seed, offset)
                        .isEqualTo(model.toSource(offset));
            }
        }
    }

    @Test
    void growingStepByStepEqualsBuildingAtOnce() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new EveryRecord(random, 1 + random.nextInt(40));
            var map = PositionMap.empty();
            for (int i = 0; i < model.runs.size(); ) {
                int end = Math.min(model.runs.size(), i + 1 + random.nextInt(5));
                map = map.with(model.runs.subList(i, end), end == model.runs.size() ? model.tip : null);
                i = end;
            }

            for (long offset = 0; offset <= model.sourceEnd + 2; offset++) {
                assertThat(map.toTarget(offset))
                        .as("seed %d, source offset %d", seed, offset)
                        .isEqualTo(model.toTarget(offset));
            }
        }
    }

    @Test
    void truncationKeepsExactlyTheRecordsBelowIt() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new EveryRecord(random, 1 + random.nextInt(20));
            long cut = random.nextInt((int) model.targetEnd + 1);
            var map = PositionMap.of(model.runs, model.tip).truncatedToTarget(cut);

            for (int i = 0; i < model.sources.size(); i++) {
                assertThat(map.containsSource(model.sources.get(i)))
                        .as("seed %d, cut at target %d, record %d", seed, cut, i)
                        .isEqualTo(model.targets.get(i) < cut);
            }
            OptionalLong again = model.toSource(cut);
            assertThat(map.endSource()).as("seed %d, cut at %d", seed, cut).isEqualTo(again.orElseThrow());
        }
    }

    @Test
    void aHundredThousandStretchesCostTwentyFourBytesEach() {
        var runs = new ArrayList<Run>();
        for (int i = 0; i < 100_000; i++) {
            runs.add(new Run(1, 9L * i, 10L * i, 9L * i, 9));
        }
        var map = PositionMap.of(runs, null);

        assertThat(map.size()).isEqualTo(100_000);
        assertThat(map.sizeBytes()).isEqualTo(2_400_000);
        assertThat(map.toTarget(777_779)).hasValue(9L * 77_778);
    }

    private static Tip tip(long source, long target) {
        return new Tip(LANE, source, target, Map.of(), Tip.UNKNOWN_EPOCH, 0);
    }

    /** The naive model: every record's two offsets in a list, and translation by looking at all of them. */
    private static final class EveryRecord {
        final List<Run> runs = new ArrayList<>();
        final List<Long> sources = new ArrayList<>();
        final List<Long> targets = new ArrayList<>();
        final long sourceEnd;
        final long targetEnd;
        final @Nullable Tip tip;

        EveryRecord(Random random, int count) {
            long source = random.nextInt(3);
            long target = random.nextInt(3);
            long sequence = 0;
            for (int i = 0; i < count; i++) {
                int length = 1 + random.nextInt(4);
                runs.add(new Run(random.nextInt(2), sequence, source, target, length));
                for (int j = 0; j < length; j++) {
                    sources.add(source++);
                    targets.add(target++);
                }
                sequence += length;
                source += random.nextInt(3);
                target += random.nextInt(3);
            }
            boolean withTip = random.nextBoolean();
            sourceEnd = withTip ? source : sources.get(sources.size() - 1) + 1;
            targetEnd = withTip ? target : targets.get(targets.size() - 1) + 1;
            tip = withTip ? PositionMapTest.tip(source, target) : null;
        }

        OptionalLong toTarget(long offset) {
            return first(offset, sources, targets, sourceEnd, targetEnd);
        }

        OptionalLong toSource(long offset) {
            return first(offset, targets, sources, targetEnd, sourceEnd);
        }

        private static OptionalLong first(long offset, List<Long> from, List<Long> to, long fromEnd, long toEnd) {
            for (int i = 0; i < from.size(); i++) {
                if (from.get(i) >= offset) {
                    return OptionalLong.of(to.get(i));
                }
            }
            return offset <= fromEnd ? OptionalLong.of(toEnd) : OptionalLong.empty();
        }
    }
}
