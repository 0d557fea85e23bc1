package io.twinspan.bench.faults.scene;

import io.twinspan.bench.tool.Job;
import io.twinspan.bench.tool.Surroundings;
import io.twinspan.bench.tool.Tool;
import io.twinspan.bench.tool.Twinspan;
import io.twinspan.testkit.cluster.Ports;
import io.twinspan.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two processes of one program that share the work of a link; they run beside the target. Confined to one thread. */
public final class Copiers implements AutoCloseable {
    /** Their names. */
    public static final List<String> NAMES = List.of("one", "two");

    private static final String TASKS = "4";

    private final Stage stage;
    private final Tool tool;
    private final Path directory;
    private final String topics;
    private final int act;
    private final Map<String, JavaProcess> running = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, Long> logMarks = new TreeMap<>();
    private Map<String, String> environment = Map.of();

    Copiers(Stage stage, Tool tool, Path directory, String topics) {
        this.stage = stage;
        this.tool = tool;
        this.directory = directory;
        this.topics = topics;
        act = stage.nextAct();
        NAMES.forEach(name -> ports.put(name, Ports.free()));
    }

    /** The source's alias, which no act before had: nothing of an earlier one is found. */
    public String sourceAlias() {
        return "s" + act;
    }

    /** The target's alias. */
    public String targetAlias() {
        return "t" + act;
    }

    /** What a topic is called on the target. */
    public String copyOf(String topic) {
        return sourceAlias() + "." + topic;
    }

    /** Whether it is Twinspan that runs. */
    public boolean isTwinspan() {
        return tool instanceof Twinspan;
    }

    /** What a command of Twinspan, such as {@code status}, says of the link; only if {@link #isTwinspan}. */
    public String ask(String command, List<String> more) {
        if (!(tool instanceof Twinspan twinspan)) {
            throw new IllegalStateException(tool.name() + " has no command " + command);
        }
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add(file(NAMES.get(0)).toString());
        words.addAll(more);
        return twinspan.ask(directory, words.toArray(String[]::new));
    }

    /** A clock for processes started from now on, if they are given its environment. */
    public JumpClock jumpClock() {
        return JumpClock.build(stage.root(), directory);
    }

    /** More variables for processes started from now on. */
    public void environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
    }

    /** Starts one that does not run. */
    public void start(String name) {
        Path own = directory.resolve(name);
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + own, e);
        }
        running.put(name, tool.start(job(own), new Surroundings(settings(name), stage.targetLauncher(), environment)));
    }

    private Job job(Path own) {
        return new Job(
                sourceAlias(),
                stage.source().clientProperties(),
                targetAlias(),
                stage.target().clientProperties(),
                topics,
                0,
                "none",
                true,
                own,
                false);
    }

    /** The file of a process, written when it first starts. */
    public Path file(String name) {
        return directory.resolve(name).resolve("mm2.properties");
    }

    private Map<String, String> settings(String name) {
        Map<String, String> keys = new TreeMap<>();
        for (String key : List.of(
                "replication.factor",
                "offset-syncs.topic.replication.factor",
                "offset.storage.replication.factor",
                "status.storage.replication.factor",
                "config.storage.replication.factor")) {
            keys.put(key, Integer.toString(stage.brokers()));
        }
        keys.put("tasks.max", TASKS);
        keys.put("refresh.topics.interval.seconds", "5");
        keys.put("listeners", rest(name));
        if (!isTwinspan()) {
            // Else two processes would not share the work, and exactly-once would not be there.
            keys.put("dedicated.mode.enable.internal.rest", "true");
            keys.put(targetAlias() + ".exactly.once.source.support", "enabled");
        }
        return keys;
    }

    /** Where a process serves Connect's REST interface. */
    public String rest(String name) {
        return "http://" + stage.targetHost() + ":" + ports.get(name);
    }

    /** A process that runs. */
    public JavaProcess process(String name) {
        JavaProcess process = running.get(name);
        if (process == null) {
            throw new IllegalStateException("process " + name + " does not run");
        }
        return process;
    }

    /** Kills one with -9. */
    public void kill(String name) {
        process(name).kill9();
        running.remove(name);
    }

    /** Stops one in good order. */
    public void stop(String name) {
        JavaProcess process = running.remove(name);
        if (process != null) {
            try {
                process.stop(Duration.ofSeconds(60));
            } catch (IllegalStateException e) {
                // It did not end, and was killed.
                process.close();
            }
        }
    }

    /** Stops all. */
    public void stopAll() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    /** The names of processes that ended by themselves. */
    public List<String> gone() {
        return running.entrySet().stream()
                .filter(process -> !process.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** From now on, {@link #said} starts here. */
    public void markLogs() {
        NAMES.forEach(name -> logMarks.put(name, text(name, 0).length() + 0L));
    }

    /** The lines that the processes wrote since the mark. */
    public List<String> said() {
        List<String> lines = new ArrayList<>();
        NAMES.forEach(
                name -> text(name, logMarks.getOrDefault(name, 0L)).lines().forEach(lines::add));
        return lines;
    }

    private String text(String name, long from) {
        Path log = directory.resolve(name).resolve("process.log");
        try {
            if (!Files.exists(log)) {
                return "";
            }
            String all = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
            return all.substring((int) Math.min(from, all.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(JavaProcess::close);
        running.clear();
    }
}
