package io.twinspan.control.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.compare.RunMap;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.PlannedLeg;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.link.BatchScan;
import io.twinspan.link.ScanConfig;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CrewTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 0, 0);
    private static final RunMap NO_RUNS = new RunMap() {
        @Override
        public Iterator<Run> fromSource(long source) {
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<Run> fromTarget(long target) {
            return Collections.emptyIterator();
        }
    };

    private final Set<String> polling = ConcurrentHashMap.newKeySet();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger scans = new AtomicInteger();

    private static PartitionPlan plan(int partition, PlannedLeg... legs) {
        return new PartitionPlan(new TopicPartition("orders", partition), "dc1.orders", List.of(legs), List.of());
    }

    /** What no broker will ever answer for. */
    private static PlannedLeg endless() {
        return new PlannedLeg(
                LANE,
                new Leg(
                        NO_RUNS,
                        new Leg.Range(0, 10),
                        new Leg.Range(0, 10),
                        id -> true,
                        id -> true,
                        List.of(),
                        false,
                        Leg.Neighbours.NONE));
    }

    /** One whose brokers say nothing; the second one that is opened may fail. */
    private BatchScan scan(boolean secondFails) {
        int number = scans.incrementAndGet();
        var exchange = (Exchange) Proxy.newProxyInstance(
                Exchange.class.getClassLoader(), new Class<?>[] {Exchange.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "poll" -> {
                            polling.add(Thread.currentThread().getName() + " "
                                    + Thread.currentThread().getId());
                            if (secondFails && number == 2) {
                                throw new TransientFailure("the source is away");
                            }
                            return null;
                        }
                        case "close" -> closed.incrementAndGet();
                        case "nowMs" -> {
                            return System.currentTimeMillis();
                        }
                        case "leasedBytes" -> {
                            return 0L;
                        }
                        default -> {
                            return null;
                        }
                    }
                    return null;
                });
        var config = new ScanConfig(false, 1 << 20, 1 << 16, 1 << 16, Long.MAX_VALUE, 1_000);
        return new BatchScan(config, exchange, List.of("orders"), List.of("dc1.orders"));
    }

    private Crew crew(Round round, int threads, boolean secondFails) {
        return new Crew(round.parts(threads), part -> scan(secondFails), Clock.systemUTC(), "crew-test");
    }

    @Test
    void theWholeRoundTellsInItsOrderWhatThePartsFound() {
        Round round = Round.of(IntStream.range(0, 5).mapToObj(i -> plan(i)).toList(), 1);

        try (Crew crew = crew(round, 2, false)) {
            assertThat(crew.step(1_000)).isTrue();
        }

        assertThat(round.results()).extracting(PartitionResult::partition).containsExactly(0, 1, 2, 3, 4);
        assertThat(scans).hasValue(2);
        assertThat(closed).hasValue(2);
    }

    @Test
    @Timeout(60)
    void eachPartHasAThreadOfItsOwnAndNoneGoesOnBetweenSteps() {
        Round round = Round.of(List.of(plan(0, endless()), plan(1, endless())), 1);

        try (Crew crew = crew(round, 2, false)) {
            while (polling.size() < 2) {
                assertThat(crew.step(20)).isFalse();
            }
            assertThat(polling).hasSize(2).allMatch(name -> name.startsWith("crew-test "));
            polling.clear();
            // Between two steps.
            assertThat(polling).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void oneIsEnoughForOnePartitionAndWorksInTheThreadOfItsHost() {
        Round round = Round.of(List.of(plan(0, endless())), 1);

        try (Crew crew = crew(round, 2, false)) {
            while (polling.isEmpty()) {
                assertThat(crew.step(20)).isFalse();
            }
        }

        assertThat(scans).hasValue(1);
        assertThat(polling)
                .containsExactly(Thread.currentThread().getName() + " "
                        + Thread.currentThread().getId());
    }

    @Test
    @Timeout(60)
    void saysWhatOnePartCannotGoOnFor() {
        Round round = Round.of(List.of(plan(0, endless()), plan(1, endless())), 1);

        try (Crew crew = crew(round, 2, true)) {
            assertThatThrownBy(() -> {
                        while (!crew.step(20)) {
                            polling.clear();
                        }
                    })
                    .isInstanceOf(TransientFailure.class)
                    .hasMessage("the source is away");
        }

        assertThat(closed).hasValue(2);
    }
}
