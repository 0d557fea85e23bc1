package io.twinspan.link;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done at certain times; of one time, in the order in which it was asked for. Confined to the link thread. */
final class Alarms {
    private final PriorityQueue<Alarm> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::timeMs).thenComparingLong(Alarm::number));
    private long number;

    private record Alarm(long timeMs, long number, Runnable action) {}

    void at(long timeMs, Runnable action) {
        waiting.add(new Alarm(timeMs, number++, action));
    }

    /** Does what is due. */
    void run(long nowMs) {
        while (!waiting.isEmpty() && waiting.peek().timeMs() <= nowMs) {
            waiting.remove().action().run();
        }
    }

    /** When the next one is due, if that is before {@code otherwiseMs}; else that. */
    long nextMs(long otherwiseMs) {
        return waiting.isEmpty()
                ? otherwiseMs
                : Math.min(otherwiseMs, waiting.peek().timeMs());
    }
}
