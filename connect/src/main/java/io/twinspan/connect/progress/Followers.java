package io.twinspan.connect.progress;

import io.twinspan.link.LinkStats;
import io.twinspan.model.wire.PositionRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All followers of a task as one. None of them can stop the copying: whatever one throws is logged once, and it is left out from then
 * on. Confined to the task's thread, but for {@link #flushed}.
 */
public final class Followers implements Follower {
    private static final Logger LOGGER = LoggerFactory.getLogger(Followers.class);

    private volatile List<Follower> all;

    public Followers(List<? extends Follower> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void durable(PositionRecord record) {
        each(follower -> follower.durable(record));
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        each(follower -> follower.tick(nowMs, stats));
    }

    @Override
    public void flushed() {
        all.forEach(Follower::flushed);
    }

    /** They share the time. */
    @Override
    public void close(Duration atMost) {
        if (!all.isEmpty()) {
            Duration each = atMost.dividedBy(all.size());
            each(follower -> follower.close(each));
        }
    }

    private void each(Consumer<Follower> action) {
        for (Follower follower : all) {
            try {
                action.accept(follower);
            } catch (RuntimeException e) {
                all = all.stream().filter(other -> other != follower).toList();
                LOGGER.error("{} failed and is left out until the task is restarted; copying goes on.", follower, e);
            }
        }
    }
}
