package io.twinspan.app.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file again and again, and has it applied when it has changed. What it holds is compared, not its time, so that it may be a
 * link that is moved, as Kubernetes does. Confined to its own thread.
 */
public final class LivingFile implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LivingFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
    private static final Duration LOOK_FOR_CLUSTERS_EVERY = Duration.ofSeconds(10);

    private final Path file;
    private final Change change;
    private boolean isWhole;
    private final CountDownLatch closed = new CountDownLatch(1);

    private @Nullable String applied;
    private @Nullable String refused;
    private @Nullable String seen;
    private long notBeforeNanos;
    private boolean isReadable = true;
    private @Nullable Thread thread;

    /** Applies what a changed file says. */
    public interface Change {
        /** Applies a file's text, or says in the log why not. */
        Outcome apply(String text);
    }

    /** What became of a change. */
    public enum Outcome {
        /** It is in force. */
        APPLIED,
        /** It is in force, but for links that wait for a cluster; it is applied again for them. */
        PARTLY,
        /** It cannot be used; nothing changed. */
        REFUSED,
        /** It cannot be applied now; nothing changed. */
        NOT_NOW
    }

    /**
     * Looks at nothing yet.
     *
     * @param text what the file held when it was read first, which is in force
     * @param isWhole whether all of it is: no link waits for a cluster
     */
    public LivingFile(Path file, String text, boolean isWhole, Change change) {
        this.file = file;
        this.change = change;
        this.applied = text;
        this.isWhole = isWhole;
    }

    /** Begins to look, if this is a file that can change: a pipe cannot. */
    public LivingFile start() {
        if (Files.isRegularFile(file)) {
            var looking = new Thread(this::run, "twinspan-file");
            looking.setDaemon(true);
            looking.start();
            thread = looking;
        }
        return this;
    }

    private void run() {
        try {
            while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look(System.nanoTime());
            }
        } catch (InterruptedException e) {
            LOGGER.debug("interrupted, so {} is not looked at any more", file, e);
        }
    }

    /** Looks once. */
    void look(long nowNanos) {
        String text;
        try {
            text = Files.readString(file, Deployment.CHARSET);
            isReadable = true;
        } catch (IOException e) {
            if (isReadable) {
                LOGGER.warn("cannot read {} any more: {}; what it said last stays in force", file, e.getMessage());
            }
            isReadable = false;
            return;
        }
        // Somebody may still be writing it: it counts once it is the same twice.
        boolean isWritten = text.equals(seen);
        seen = text;
        if ((isWhole && text.equals(applied)) || text.equals(refused)) {
            return;
        }
        if (!isWritten || nowNanos - notBeforeNanos < 0) {
            return;
        }
        Outcome outcome = apply(text);
        switch (outcome) {
            case APPLIED, PARTLY -> {
                applied = text;
                refused = null;
                isWhole = outcome == Outcome.APPLIED;
                notBeforeNanos = isWhole ? notBeforeNanos : nowNanos + LOOK_FOR_CLUSTERS_EVERY.toNanos();
            }
            case REFUSED -> refused = text;
            case NOT_NOW -> notBeforeNanos = nowNanos + TRY_AGAIN.toNanos();
        }
    }

    private Outcome apply(String text) {
        try {
            return change.apply(text);
        } catch (RuntimeException e) {
            LOGGER.error("{} has changed, but cannot be applied now; it is tried again", file, e);
            // A part of it may be in force: whatever the file says next is applied, also what it said before.
            applied = null;
            return Outcome.NOT_NOW;
        }
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Ends; waits for a change that is being applied. */
    public void stop() {
        closed.countDown();
        Thread looking = thread;
        if (looking != null) {
            try {
                looking.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
