package io.twinspan.control.doctor;

import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.LinkSettings;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.Reach;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.inventory.TaskStatus;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.model.position.Cause;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** A link that was examined, as a test wants it: healthy, but for what it is given. Confined to one thread. */
final class Patient {
    private static final Reach REACHED = new Reach(true, "");

    private final List<PartitionRate> rates = new ArrayList<>();
    private final Map<Integer, SourceBroker> brokers = new HashMap<>();
    private final Map<TopicPartition, Integer> leaders = new HashMap<>();
    private final List<TargetPartition> target = new ArrayList<>();
    private final List<QuotaLimit> quotas = new ArrayList<>();
    private final Map<TopicPartition, Long> timesToLoss = new HashMap<>();
    private Reach source = REACHED;
    private HoldStatus hold = new HoldStatus(Level.FREE, "link.standby", 0, "");
    private int tasks = 1;
    private LinkSettings settings = settings(1, 2, -1);

    static LinkSettings settings(int tasksMax, int connections, long rateBytes) {
        return new LinkSettings(false, tasksMax, connections, rateBytes, List.of("reader"), List.of("writer"));
    }

    Patient settings(LinkSettings wanted) {
        settings = wanted;
        return this;
    }

    Patient tasks(int living) {
        tasks = living;
        return this;
    }

    Patient source(Reach reach) {
        source = reach;
        return this;
    }

    Patient hold(HoldStatus by) {
        hold = by;
        return this;
    }

    /** A partition of source broker 1, with records of 1,000 bytes. */
    Patient partition(int number, long lag, long delayMs, double taken, double copied) {
        return partition(number, lag, State.COPYING, Cause.NONE, delayMs, taken, copied);
    }

    Patient troubled(int number, State state, Cause cause) {
        return partition(number, 10, state, cause, 5_000, 0, 0);
    }

    private Patient partition(
            int number, long lag, State state, Cause cause, long delayMs, double taken, double copied) {
        var partition = new TopicPartition("orders", number);
        var rpo = new Rpo(delayMs, lag, 1_000 * lag, delayMs + 500, lag, 1_000 * lag, 500);
        rates.add(new PartitionRate(
                partition,
                taken,
                copied,
                new PartitionStatus(
                        number,
                        state,
                        100,
                        100 + lag,
                        0,
                        lag,
                        1_000 * lag,
                        1_000,
                        rpo,
                        (long) copied,
                        1_000,
                        cause,
                        null,
                        cause == Cause.NONE ? "" : "it says why")));
        leaders.put(partition, 1);
        return this;
    }

    Patient broker(long roundTripMs, long sendBufferBytes) {
        brokers.put(1, new SourceBroker(1, "dc1:9092", Duration.ofMillis(roundTripMs), sendBufferBytes));
        return this;
    }

    Patient target(TargetPartition partition) {
        target.add(partition);
        return this;
    }

    Patient quota(String cluster, String key, double bytesPerSecond, boolean isOfEachTask) {
        quotas.add(new QuotaLimit(cluster, key, "--entity-type users --entity-default", bytesPerSecond, isOfEachTask));
        return this;
    }

    Patient losesIn(int number, long ms) {
        timesToLoss.put(new TopicPartition("orders", number), ms);
        return this;
    }

    Diagnosis diagnosis() {
        List<PartitionStatus> statuses =
                rates.stream().map(PartitionRate::after).toList();
        List<TaskStatus> living = IntStream.range(0, tasks)
                .mapToObj(task -> new TaskStatus(task, 400, true, false, 1))
                .toList();
        var link = new LinkStatus(
                "dc1->dc2",
                source,
                REACHED,
                true,
                hold,
                living,
                List.of(new TopicStatus("orders", "dc1.orders", statuses)),
                List.of(),
                List.of(),
                null,
                List.of());
        return Diagnosis.of(
                new Examined(link, settings, 10, rates, brokers, leaders, target, quotas, timesToLoss, List.of()));
    }
}
