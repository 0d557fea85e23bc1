package io.twinspan.bench.verify;

import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.load.Loader;
import io.twinspan.bench.measure.Clusters;
import io.twinspan.bench.profile.HotFrames;
import io.twinspan.bench.report.Machine;
import io.twinspan.bench.verify.plain.PlainReader;
import io.twinspan.testkit.cluster.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a plan: loads a topic, has it copied, and lets every program read both sides once in each round, beginning with another one each time, so that a bad moment of
 * the machine hits all alike. Confined to one thread.
 */
final class VerifyBenchmark {
    private static final int SYNC_MINUTES = 10;

    private final VerifyPlan plan;
    private final Consumer<String> progress;
    private final Verifying verifying;
    private final List<Contender> contenders;
    private final List<Pass> passes = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** Lines of progress go to the consumer. */
    VerifyBenchmark(VerifyPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.verifying = Verifying.everything(plan.root());
        this.contenders = List.of(
                verifying,
                new PlainReading(PlainReader.FETCH),
                new PlainReading(PlainReader.CONSUMER),
                Verifying.nextToNothing(plan.root()));
    }

    /** Runs all of it. */
    VerifyResults run() {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        say("starting two brokers");
        Copied copied;
        try (Clusters clusters = Clusters.start(plan.small(), Security.PLAINTEXT)) {
            copied = prepare(clusters);
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Contender contender : inTurn(round)) {
                    pass(clusters, copied, contender, round);
                }
            }
        }
        if (failures.isEmpty() && !plan.profiled()) {
            remove(plan.directory());
        }
        Map<String, String> programs = new LinkedHashMap<>();
        contenders.forEach(contender -> programs.put(contender.name(), contender.what()));
        return new VerifyResults(
                date,
                plan.commit(),
                Machine.here(),
                Map.of(Verifying.VERIFY, verifying.jvmOptions(), "brokers", Clusters.BROKER_OPTIONS),
                copied.topic(),
                copied.targetBytes(),
                programs,
                passes,
                failures);
    }

    private Copied prepare(Clusters clusters) {
        say("loading %.2f GB into %d partitions", plan.gigabytes(), plan.partitions());
        LoadedTopic topic = new Loader(clusters.source(), plan.partitions())
                .load(plan.workload(), plan.workload().topic(), Math.round(plan.gigabytes() * 1e9));
        say("loaded %,d records in %.0f s; twinspan run copies them", topic.records(), topic.seconds());
        Copied copied = new Copying(clusters, plan)
                .copy(topic, visible -> say("copied %.0f %%", 100.0 * visible / topic.records()));
        say("copied; waiting until all of it is on the disk");
        flush();
        return copied;
    }

    /** Else the first readers would compete with the kernel that writes back what was copied. */
    private static void flush() {
        try {
            Process sync = new ProcessBuilder("sync").inheritIO().start();
            if (!sync.waitFor(SYNC_MINUTES, TimeUnit.MINUTES)) {
                sync.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run sync", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<Contender> inTurn(int round) {
        List<Contender> turn = new ArrayList<>(contenders);
        Collections.rotate(turn, 1 - round);
        return turn;
    }

    private void pass(Clusters clusters, Copied copied, Contender contender, int round) {
        String what = "round " + round + " " + contender.name();
        Path log = copied.job().directory().resolve(contender.name() + ".log");
        try {
            Files.deleteIfExists(log);
            Meter.Ended ended = new Meter(clusters, plan.limit()).run(() -> contender.start(copied, log));
            if (ended.exitCode() != 0) {
                throw new IllegalStateException("it ended with " + ended.exitCode());
            }
            Pass pass = new Pass(contender.name(), round, contender.got(copied, log), ended.cost());
            passes.add(pass);
            say("%s: %s", what, VerifyTable.line(pass));
            if (plan.profiled() && contender == verifying) {
                say(
                        "%s",
                        HotFrames.of(
                                        copied.job().profile(),
                                        ended.cost().fromMillis(),
                                        ended.cost().toMillis())
                                .text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + log, e);
        } catch (IllegalStateException e) {
            failures.add(what + ": " + e.getMessage() + "; see " + log);
            say("%s FAILED: %s", what, String.valueOf(e.getMessage()));
        }
    }

    /** What the runs have left there is in the results. */
    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private void say(String format, Object... arguments) {
        progress.accept(String.format(Locale.ROOT, format, arguments));
    }
}
