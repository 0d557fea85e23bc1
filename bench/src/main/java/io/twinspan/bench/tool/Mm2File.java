package io.twinspan.bench.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the {@code mm2.properties} of a job: one link, factors of 1, and only the copying, since that is what both programs do; checkpoints and
 * heartbeats would cost MirrorMaker 2 a little and change nothing that is measured.
 *
 * <p>Stateless.
 */
final class Mm2File {
    private Mm2File() {}

    static Path write(Job job, Map<String, String> more) {
        Map<String, String> keys = new TreeMap<>();
        String link = job.sourceAlias() + "->" + job.targetAlias();
        keys.put("clusters", job.sourceAlias() + ", " + job.targetAlias());
        job.sourceClient().forEach((key, value) -> keys.put(job.sourceAlias() + "." + key, value));
        job.targetClient().forEach((key, value) -> keys.put(job.targetAlias() + "." + key, value));
        keys.put(link + ".enabled", "true");
        keys.put(link + ".topics", job.topic());
        keys.put("replication.factor", "1");
        keys.put("offset-syncs.topic.replication.factor", "1");
        keys.put("offset.storage.replication.factor", "1");
        keys.put("status.storage.replication.factor", "1");
        keys.put("config.storage.replication.factor", "1");
        keys.put("emit.heartbeats.enabled", "false");
        keys.put("emit.checkpoints.enabled", "false");
        keys.put("sync.topic.acls.enabled", "false");
        if (job.readCommitted()) {
            keys.put(job.sourceAlias() + ".consumer.isolation.level", "read_committed");
        }
        keys.putAll(more);
        String text = keys.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            return Files.writeString(job.file(), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the file of " + link, e);
        }
    }
}
