package io.twinspan.control.report;

import io.twinspan.control.journal.Journal;
import io.twinspan.control.journal.JournalInMemory;
import io.twinspan.control.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The journal as one of several writers has it, each of which waits for its turn before it reads, and before each record that it writes.
 * Whose turn it is comes from a seed, so a run can be repeated. Confined to its writer's thread; only one of them runs at a time.
 */
final class JournalByTurns implements Journal {
    private static final long LIMIT_SECONDS = 30;

    private final JournalInMemory shared;
    /** What the writer says: that it waits, or that it has ended. */
    private final SynchronousQueue<Boolean> ended = new SynchronousQueue<>();

    private final SynchronousQueue<Boolean> turns = new SynchronousQueue<>();

    private JournalByTurns(JournalInMemory shared) {
        this.shared = shared;
    }

    /** Writes something. */
    interface Writer {
        void write(Journal journal);
    }

    /** Has all of them write at the same time. */
    static void run(JournalInMemory shared, Random random, List<Writer> writers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            var waiting = new ArrayList<JournalByTurns>();
            var results = new ArrayList<Future<?>>();
            for (Writer writer : writers) {
                var journal = new JournalByTurns(shared);
                results.add(threads.submit(() -> {
                    try {
                        writer.write(journal);
                    } finally {
                        journal.say(true);
                    }
                    return null;
                }));
                if (!journal.hear()) {
                    waiting.add(journal);
                }
            }
            while (!waiting.isEmpty()) {
                JournalByTurns next = waiting.get(random.nextInt(waiting.size()));
                next.give();
                if (next.hear()) {
                    waiting.remove(next);
                }
            }
            for (Future<?> result : results) {
                result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean hear() throws InterruptedException {
        Boolean said = ended.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (said == null) {
            throw new IllegalStateException("the writer says nothing");
        }
        return said;
    }

    private void give() throws InterruptedException {
        if (!turns.offer(true, LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the writer does not take its turn");
        }
    }

    private void say(boolean isEnd) {
        try {
            if (!ended.offer(isEnd, LIMIT_SECONDS, TimeUnit.SECONDS)
                    || !isEnd && turns.poll(LIMIT_SECONDS, TimeUnit.SECONDS) == null) {
                throw new IllegalStateException("nobody gives turns");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String topic() {
        return shared.topic();
    }

    @Override
    public List<JournalRecord> read() {
        say(false);
        return shared.read();
    }

    @Override
    public List<Long> append(List<JournalRecord> records) {
        var offsets = new ArrayList<Long>();
        for (JournalRecord record : records) {
            say(false);
            offsets.add(shared.put(record.key(), record.value()));
        }
        return offsets;
    }
}
