package io.twinspan.control.upkeep;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.operation.Time;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A duty that one of several processes does, which has claimed it. Confined to one thread. */
abstract class ClaimedDuty implements Duty {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClaimedDuty.class);
    private static final Duration OTHERS_WORK = Duration.ofSeconds(15);

    private final Claimant claimant;
    private final Duration lasts;

    /**
     * Claims nothing yet.
     *
     * @param duty its name in claims
     * @param lasts how long a claim does, unless it is renewed
     */
    ClaimedDuty(LinkView link, String duty, Duration lasts, Surroundings around) {
        this.claimant = new Claimant(link, duty, around.owner(), around.clock(), around.limit());
        this.lasts = lasts;
    }

    /** How long until it is due; zero if it is. */
    abstract Duration untilDue();

    /** Does it, while the claim lasts. */
    abstract void perform(Time time);

    @Override
    public final Duration attend(Time time) {
        Duration left = untilDue();
        if (!left.isZero()) {
            return left;
        }
        if (!claim()) {
            return OTHERS_WORK;
        }
        try {
            // Another process may have done it between the two looks.
            left = untilDue();
            if (left.isZero()) {
                perform(time);
                left = untilDue();
            }
            return left.isZero() ? OTHERS_WORK : left;
        } finally {
            giveBack();
        }
    }

    /** Claims it, or renews the claim; returns whether it is this process's now. */
    final boolean claim() {
        return claimant.claim(lasts);
    }

    private void giveBack() {
        try {
            claimant.release();
        } catch (ReplicationException e) {
            LOGGER.debug("the claim of {} goes stale by itself", name(), e);
        }
    }

    @Override
    public final void close() {
        claimant.close();
    }
}
