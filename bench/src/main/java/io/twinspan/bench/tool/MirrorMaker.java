package io.twinspan.bench.tool;

import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** MirrorMaker 2 in dedicated mode, with the JVM options of its script. Immutable. */
public final class MirrorMaker implements Tool {
    /** {@code connect-mirror-maker.sh} (heap) and {@code kafka-run-class.sh} (the rest) of Kafka 4.3.1. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms256M",
            "-Xmx2G",
            "-server",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-XX:MaxInlineLevel=15",
            "-Djava.awt.headless=true");

    private final boolean tuned;

    private MirrorMaker(boolean tuned) {
        this.tuned = tuned;
    }

    /** With the settings it has when nobody sets any. */
    public static MirrorMaker byDefault() {
        return new MirrorMaker(false);
    }

    /** With the settings that were found to serve these topics best on two cores. */
    public static MirrorMaker tuned() {
        return new MirrorMaker(true);
    }

    @Override
    public String name() {
        return tuned ? "mm2-tuned" : "mm2-default";
    }

    @Override
    public List<String> jvmOptions() {
        return JVM_OPTIONS;
    }

    @Override
    public JavaProcess start(Job job, Surroundings surroundings) {
        Map<String, String> keys = new TreeMap<>(tuned ? tuning(job) : Map.of());
        keys.putAll(surroundings.settings());
        Path file = Mm2File.write(job, keys);
        JavaProcess.Builder process = JavaProcess.of("org.apache.kafka.connect.mirror.MirrorMaker")
                .name(name())
                .jvmOptions(JVM_OPTIONS)
                // It logs at INFO as shipped; only warnings are cheaper.
                .jvmOptions(Tool.observed(job))
                .jvmOptions(List.of("-Dlog4j2.configurationFile=twinspan-bench-log4j2.properties"))
                .arguments(file.toString())
                .launcher(surroundings.launcher())
                .log(job.log());
        surroundings.environment().forEach(process::environment);
        return process.start();
    }

    static Map<String, String> tuning(Job job) {
        Map<String, String> keys = new TreeMap<>();
        String producer = job.targetAlias() + ".producer.";
        String consumer = job.sourceAlias() + ".consumer.";
        keys.put("tasks.max", "2");
        keys.put(producer + "compression.type", job.codec());
        keys.put(producer + "batch.size", "262144");
        keys.put(producer + "linger.ms", "50");
        keys.put(producer + "buffer.memory", "134217728");
        keys.put(producer + "send.buffer.bytes", "1048576");
        keys.put(consumer + "fetch.max.bytes", "67108864");
        keys.put(consumer + "max.partition.fetch.bytes", "8388608");
        keys.put(consumer + "max.poll.records", "5000");
        keys.put(consumer + "receive.buffer.bytes", "1048576");
        return keys;
    }
}
