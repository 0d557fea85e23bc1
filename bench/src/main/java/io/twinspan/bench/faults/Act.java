package io.twinspan.bench.faults;

import io.twinspan.bench.faults.fault.Fault;
import io.twinspan.bench.faults.fault.Faults;
import io.twinspan.bench.faults.fault.Loss;
import io.twinspan.bench.faults.report.Checked;
import io.twinspan.bench.faults.report.FaultResult;
import io.twinspan.bench.faults.report.Naming;
import io.twinspan.bench.faults.scene.Copiers;
import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.bench.faults.scene.Stage;
import io.twinspan.bench.faults.scene.Topics;
import io.twinspan.bench.faults.watch.Recovery;
import io.twinspan.bench.measure.LoadAverage;
import io.twinspan.bench.tool.Tool;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.guarantee.ComparisonReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One fault, or in the short form a few one after the other: topics are made and written to, two processes copy, the fault happens and
 * ends, all becomes as before; then the load stops, the rest is copied, and both sides are compared record by record.
 *
 * <p>Confined to the programme's thread.
 */
final class Act {
    private static final long SETTLES_WITHIN_MS = 300_000;
    private static final long BASELINE_MS = 5_000;
    private static final long LOOK_EVERY_MS = 500;
    private static final long DRAINS_WITHIN_MS = 60_000;
    private static final long STUCK_MS = 30_000;
    private static final String DEAD_TASK = "will not recover until manually restarted";

    private final Stage stage;
    private final Tool tool;
    private final Limits limits;
    private final Path directory;
    private final Consumer<String> progress;
    private final List<Timed> timed = new ArrayList<>();

    /** What bounds an act. Immutable. */
    record Limits(long seed, long recoveryMs) {}

    /** A fault and its times. Immutable. */
    private record Timed(Fault fault, Recovery recovery, double loadAverage, List<String> notes) {}

    Act(Stage stage, Tool tool, Limits limits, Path directory, Consumer<String> progress) {
        this.stage = stage;
        this.tool = tool;
        this.limits = limits;
        this.directory = directory;
        this.progress = progress;
    }

    /** Runs it. */
    List<FaultResult> run(List<Fault> faults, String prefix) {
        Fault first = faults.get(0);
        boolean withHit = faults.stream().anyMatch(Fault::hitsOneTopic);
        var topics = new Topics(prefix, limits.seed(), withHit);
        try (Scene scene = new Scene(stage, tool, topics, Faults.random(first.name(), limits.seed()), directory)) {
            try {
                return run(scene, faults);
            } catch (IllegalStateException | IllegalArgumentException e) {
                List<FaultResult> broken = new ArrayList<>();
                for (Fault fault : faults) {
                    String why = broken.isEmpty() ? String.valueOf(e.getMessage()) : "see " + first.name();
                    broken.add(FaultResult.without(tool.name(), fault.name(), fault.what(), scene.notes(), why));
                }
                return broken;
            }
        }
    }

    private List<FaultResult> run(Scene scene, List<Fault> faults) {
        scene.startLoad();
        faults.forEach(fault -> fault.prepare(scene));
        Copiers.NAMES.forEach(scene.copiers()::start);
        scene.awaitSettled(SETTLES_WITHIN_MS);
        progress.accept("  copying has settled");
        for (Fault fault : faults) {
            scene.pause(BASELINE_MS);
            scene.copiers().markLogs();
            happen(scene, fault);
        }
        scene.stopLoad();
        drain(scene);
        List<String> said = scene.copiers().said();
        Optional<Loss> loss = faults.get(0).loss(scene);
        if (scene.topics().withHit() && scene.copiers().isTwinspan()) {
            scene.copiers()
                    .ask("status", List.of())
                    .lines()
                    .filter(line -> line.contains(scene.topics().hit()))
                    .forEach(line -> scene.note("status: " + line.strip()));
        }
        scene.copiers().stopAll();
        Checked checked = compare(scene);
        Naming naming = loss.map(taken -> named(taken, said)).orElse(Naming.NOTHING);
        return timed.stream().map(one -> result(scene, one, checked, naming)).toList();
    }

    private void happen(Scene scene, Fault fault) {
        int notesBefore = scene.notes().size();
        long from = scene.watch().nowMs() - BASELINE_MS;
        long hitMs = scene.watch().nowMs();
        progress.accept("  " + fault.what());
        fault.inject(scene);
        scene.pause(fault.lasts().toMillis());
        fault.heal(scene);
        long healMs = scene.watch().nowMs();
        Recovery recovery = awaitRecovery(scene, from, hitMs, fault.countedFromHeal() ? healMs : hitMs);
        progress.accept("  " + describe(recovery));
        fault.operate(scene);
        // Till now: what comes back takes its share of the work, and lanes stand while they move.
        long again = scene.recovery(from, hitMs, fault.countedFromHeal() ? healMs : hitMs)
                .againMs();
        if (again > 0) {
            scene.note(String.format(
                    Locale.ROOT, "later, when work moved again, a partition stood for %.1f s", again / 1e3));
        }
        List<String> notes = scene.notes();
        timed.add(new Timed(fault, recovery, LoadAverage.now(), notes.subList(notesBefore, notes.size())));
    }

    private Recovery awaitRecovery(Scene scene, long from, long hitMs, long countMs) {
        long begun = scene.watch().nowMs();
        scene.pause(1_000);
        Recovery recovery = scene.recovery(from, hitMs, countMs);
        long moved = 0;
        long movedAt = begun;
        while (!recovery.isOver() && scene.watch().nowMs() - begun < limits.recoveryMs()) {
            scene.pause(LOOK_EVERY_MS);
            recovery = scene.recovery(from, hitMs, countMs);
            long now = scene.watch().now().target().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            movedAt = now > moved ? scene.watch().nowMs() : movedAt;
            moved = now;
            boolean dead = scene.copiers().said().stream().anyMatch(line -> line.contains(DEAD_TASK))
                    || !scene.copiers().gone().isEmpty();
            if (dead && scene.watch().nowMs() - movedAt > STUCK_MS) {
                scene.note("nothing is copied any more: "
                        + (scene.copiers().gone().isEmpty() ? "a task " + DEAD_TASK : "a process ended by itself"));
                break;
            }
        }
        return recovery;
    }

    private static String describe(Recovery recovery) {
        return "records again after " + ms(recovery.firstMs()) + " (the load itself: " + ms(recovery.sourceMs())
                + "), full speed after " + ms(recovery.fullMs()) + ", at most " + recovery.mostBehind() + " behind";
    }

    private static String ms(OptionalLong time) {
        return time.isPresent() ? time.getAsLong() + " ms" : "never";
    }

    /** Waits until all is copied; if it does not get on, an operator restarts both processes, once. */
    private void drain(Scene scene) {
        scene.pause(2_000);
        if (!isDrained(scene)) {
            scene.note("what was left was not copied; both processes were restarted by hand");
            progress.accept("  restarting both processes by hand");
            scene.copiers().stopAll();
            Copiers.NAMES.forEach(scene.copiers()::start);
            if (!isDrained(scene)) {
                scene.note("after which it still was not");
            }
        }
        if (scene.topics().withHit()) {
            // It may never be complete, where a policy holds it back.
            long[] seen = {-1, scene.watch().nowMs()};
            scene.await(DRAINS_WITHIN_MS, () -> {
                long now = scene.copied(scene.hit(0));
                seen[1] = now == seen[0] ? seen[1] : scene.watch().nowMs();
                seen[0] = now;
                return scene.watch().nowMs() - seen[1] > 5_000;
            });
        }
    }

    private static boolean isDrained(Scene scene) {
        return scene.await(
                DRAINS_WITHIN_MS,
                () -> scene.topics().partitions().stream()
                        .allMatch(partition -> scene.copied(partition) >= scene.seen(partition)));
    }

    private Checked compare(Scene scene) {
        List<ComparisonReport> reports = new ArrayList<>();
        scene.topics()
                .others()
                .keySet()
                .forEach(topic -> reports.add(ClusterComparison.compare(
                        stage.source().directProperties(),
                        topic,
                        stage.target().directProperties(),
                        scene.copiers().copyOf(topic))));
        if (scene.topics().withHit()) {
            String hit = scene.topics().hit();
            reports.add(scene.ledger()
                    .compare(
                            hit,
                            stage.target().directProperties(),
                            scene.copiers().copyOf(hit)));
        }
        reports.stream().filter(report -> !report.isEqual()).forEach(report -> progress.accept("  " + report));
        return Checked.of(reports);
    }

    private static Naming named(Loss loss, List<String> said) {
        List<String> aloud = said.stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
        Optional<String> exact = aloud.stream().filter(loss::isNamedExactlyBy).findFirst();
        String line = exact.or(() ->
                        aloud.stream().filter(any -> any.contains(loss.topic())).findFirst())
                .orElse("");
        return new Naming(loss.what(), loss.lost(), line, exact.isPresent());
    }

    private FaultResult result(Scene scene, Timed one, Checked checked, Naming naming) {
        List<String> observed = new ArrayList<>(one.notes());
        // What came later belongs to all.
        scene.notes().stream().skip(lastNoted()).forEach(observed::add);
        if (!naming.said().isEmpty()) {
            observed.add(naming.said());
        }
        Recovery recovery = one.recovery();
        return new FaultResult(
                tool.name(),
                one.fault().name(),
                one.fault().what(),
                observed,
                one.fault().countedFromHeal() ? "end of fault" : "fault",
                recovery.firstMs().orElse(-1),
                recovery.sourceMs().orElse(-1),
                recovery.fullMs().orElse(-1),
                recovery.lagBefore(),
                recovery.mostBehind(),
                one.loadAverage(),
                checked,
                naming,
                "",
                one.fault().shownNothing(scene).orElse(""));
    }

    private long lastNoted() {
        return timed.stream().mapToLong(one -> one.notes().size()).sum();
    }
}
