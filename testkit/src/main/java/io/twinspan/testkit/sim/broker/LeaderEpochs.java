package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.Fetched;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** At which offset each leader epoch began in a replica's log (KIP-101). Confined to the world's thread. */
final class LeaderEpochs {
    private final TreeMap<Integer, Long> starts = new TreeMap<>();

    void begin(int epoch, long startOffset) {
        if (starts.isEmpty() || starts.lastKey() < epoch) {
            // An epoch that wrote nothing gives way to the next one at the same offset, as in
            // LeaderEpochFileCache.assign.
            starts.values().removeIf(start -> start >= startOffset);
            starts.put(epoch, startOffset);
        }
    }

    void truncateTo(long offset) {
        starts.values().removeIf(start -> start >= offset);
    }

    /**
     * Takes over where a leader's epochs began, as far as a follower has their records.
     *
     * <p>A real follower derives it from the batches, and may diverge for good where the cleaner removed an epoch's first ones
     * before an unclean election; simulated logs never do.
     */
    void adopt(LeaderEpochs leader, long logEnd) {
        starts.clear();
        leader.starts.forEach((epoch, start) -> {
            if (start < logEnd) {
                starts.put(epoch, start);
            }
        });
    }

    int latest() {
        return starts.isEmpty() ? -1 : starts.lastKey();
    }

    /** The largest epoch up to {@code epoch}, and where it ends; null if {@code epoch} is unknown here. */
    Fetched.@Nullable Divergence endOf(int epoch, long logEnd) {
        if (starts.isEmpty() || epoch > starts.lastKey()) {
            return null;
        }
        if (epoch == starts.lastKey()) {
            return new Fetched.Divergence(epoch, logEnd);
        }
        long end = starts.higherEntry(epoch).getValue();
        Map.Entry<Integer, Long> floor = starts.floorEntry(epoch);
        return new Fetched.Divergence(floor == null ? epoch : floor.getKey(), end);
    }
}
