package io.twinspan.bench.tool;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a tool is to replicate in one run. The aliases are new in each run, so that nothing of an earlier run is found. Immutable.
 *
 * @param sourceClient how to get into the source cluster, {@code bootstrap.servers} included
 * @param codec the source's, which a tuned copier writes with
 * @param directory where the run keeps its files
 * @param profiled whether its JVM records where it spends its time
 */
public record Job(
        String sourceAlias,
        Map<String, String> sourceClient,
        String targetAlias,
        Map<String, String> targetClient,
        String topic,
        int partitions,
        String codec,
        boolean readCommitted,
        Path directory,
        boolean profiled) {
    public Job {
        sourceClient = Map.copyOf(sourceClient);
        targetClient = Map.copyOf(targetClient);
    }

    /** The copy's name under MirrorMaker 2's default policy. */
    public String targetTopic() {
        return sourceAlias + "." + topic;
    }

    /** The file that the programs are started with. */
    public Path file() {
        return directory.resolve("mm2.properties");
    }

    /** Where the process writes what it says. */
    public Path log() {
        return directory.resolve("process.log");
    }

    /** Where its JVM records where it spends its time, if it is profiled. */
    public Path profile() {
        return directory.resolve("profile.jfr");
    }

    /** Where its JVM writes what its collector does. */
    public Path gcLog() {
        return directory.resolve("gc.log");
    }
}
