package io.twinspan.app.runner;

import io.twinspan.control.upkeep.Duty;
import io.twinspan.control.upkeep.Surroundings;
import io.twinspan.control.upkeep.Tally;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has drilled and verified what the file says, beside the workers: a thread of low priority for each duty of each link. Whatever happens to
 * one, the links do not notice. Thread-safe.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Upkeep.class);

    /** Links that have just begun are not ready for a failover yet. */
    private static final Duration FIRST = Duration.ofSeconds(20);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final long ENDS_WITHIN_MS = 20_000;

    private final Surroundings around;
    private volatile String text;

    // Guarded by this.
    private final List<Running> running = new ArrayList<>();
    private final List<UpkeepMetrics> metrics = new ArrayList<>();
    private List<UpkeepPlan> plans = List.of();
    private boolean isClosed;

    /**
     * Does nothing yet.
     *
     * @param text what the file held when it was read first
     * @param around makes what duties have in common, with what tells the file's text as it is in force
     */
    public Upkeep(String text, Function<Supplier<String>, Surroundings> around) {
        this.text = text;
        this.around = around.apply(() -> this.text);
    }

    /** Has done from now on what the file says; what is the same goes on. */
    public void apply(Deployment deployment, String inForce) {
        text = inForce;
        apply(deployment);
    }

    /** The same of the text that was read first. */
    public synchronized void apply(Deployment deployment) {
        List<UpkeepPlan> next = deployment.upkeepPlans();
        if (isClosed || next.equals(plans)) {
            return;
        }
        end();
        plans = next;
        for (UpkeepPlan plan : next) {
            LOGGER.info("{}", plan);
            var tally = new Tally();
            metrics.add(new UpkeepMetrics(plan.link().view().name(), tally, around.clock()));
            plan.duties(tally, around).forEach(duty -> running.add(Running.start(duty)));
        }
    }

    private void end() {
        running.forEach(Running::askToEnd);
        running.forEach(Running::await);
        running.clear();
        metrics.forEach(UpkeepMetrics::close);
        metrics.clear();
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Ends what is under way, in order; what was compared is kept. */
    public synchronized void stop() {
        isClosed = true;
        end();
    }

    /** One duty with its thread. Thread-safe. */
    private static final class Running {
        private final WallTime time = new WallTime();
        private final Supplier<Duty> making;
        private final Thread thread;
        private String complaint = "";

        @SuppressWarnings("ThreadPriorityCheck") // a hint where the system takes it; nothing relies on it
        private Running(Supplier<Duty> making) {
            this.making = making;
            this.thread = new Thread(this::run, "twinspan-upkeep");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
        }

        static Running start(Supplier<Duty> making) {
            var running = new Running(making);
            running.thread.start();
            return running;
        }

        private void run() {
            Duration wait = FIRST;
            while (time.pause(wait.toMillis())) {
                wait = attend();
            }
        }

        /** With clients that are opened for it, and do not stay open for days. */
        private Duration attend() {
            try (Duty duty = making.get()) {
                Duration wait = duty.attend(time);
                complaint = "";
                return wait;
            } catch (ReplicationException e) {
                complain(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOGGER.error("upkeep has failed, which is a defect; it is tried again", e);
            }
            return AFTER_FAILURE;
        }

        private void complain(String why) {
            if (!time.isStopped() && !why.equals(complaint)) {
                complaint = why;
                LOGGER.warn("what was due could not be done, and is tried again: {}", why);
            }
        }

        void askToEnd() {
            time.stop();
        }

        void await() {
            try {
                thread.join(ENDS_WITHIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
