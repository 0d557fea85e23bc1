package io.twinspan.bench.faults.watch;

import java.util.List;

/**
 * How many committed records consumers had seen at a moment, on each side, partition by partition. Immutable.
 *
 * @param atMs since the watch began
 * @param source of each partition
 * @param target of its copy
 */
public record Sample(long atMs, List<Long> source, List<Long> target) {
    public Sample {
        source = List.copyOf(source);
        target = List.copyOf(target);
        if (source.size() != target.size()) {
            throw new IllegalArgumentException(source.size() + " partitions and " + target.size() + " copies");
        }
    }

    /** How many records a copy lacks. */
    public long lag(int partition) {
        return Math.max(0, source.get(partition) - target.get(partition));
    }

    /** How many records all copies lack. */
    public long lag() {
        long sum = 0;
        for (int partition = 0; partition < source.size(); partition++) {
            sum += lag(partition);
        }
        return sum;
    }
}
