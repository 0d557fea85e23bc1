package io.twinspan.it.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.InventoryReader;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.it.app.Cli;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;

/** Links between two clusters in a Connect worker, each with topics of its own, and what the command says of them. Confined to one thread. */
final class VerifyStage implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    final EmbeddedCluster source;
    final EmbeddedCluster target;
    private final EmbeddedConnect connect;
    private final Path directory;

    VerifyStage(Path directory) {
        this.directory = directory;
        source = EmbeddedCluster.builder("dc1").start();
        // Its cleaner must not come the same way as the source's by chance.
        target = EmbeddedCluster.builder("dc2")
                .setting("log.cleaner.backoff.ms", "3600000")
                .start();
        connect = EmbeddedConnect.start(target, "verify-workers", Map.of());
    }

    /** Starts a link that copies the topics whose names begin with its own name; returns its file. */
    String link(String name, Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", name);
        config.put("connector.class", "io.twinspan.connect.source.LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties().forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties().forEach((key, value) -> config.put("target.cluster." + key, value));
        config.putAll(settings(name, more));
        assertThat(connect.put(name, config)).matches(Reply::isOk);

        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", source.bootstrapServers());
        properties.put("dc2.bootstrap.servers", target.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.putAll(settings(name, more));
        try {
            return Cli.file(Files.createDirectories(directory.resolve(name)), properties)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(String name, Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "topics", name + "-.*",
                "replication.factor", "1",
                "offset-syncs.topic.replication.factor", "1",
                "refresh.topics.interval.seconds", "1",
                "link.tip.interval.ms", "200"));
        settings.putAll(more);
        return settings;
    }

    /** Waits until a link has come to the end of these topics. */
    void copied(String file, String... topics) {
        soon(() -> {
            List<TopicStatus> all = new InventoryReader(Clock.systemUTC(), LIMIT)
                    .read(deployment(file).linkViews())
                    .links()
                    .get(0)
                    .topics();
            Map<String, Long> lags = all.stream()
                    .filter(topic -> Set.of(topics).contains(topic.topic()))
                    .filter(topic -> topic.partitions().stream().allMatch(partition -> partition.replicatedTo() > 0))
                    .collect(Collectors.toMap(TopicStatus::topic, TopicStatus::lagRecords));
            assertThat(lags).containsOnlyKeys(topics).values().containsOnly(0L);
        });
    }

    static Deployment deployment(String file) {
        try {
            return Deployment.of(file, Files.readString(Path.of(file), Deployment.CHARSET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VerifiedLink verifiedLink(String file) {
        return deployment(file).verifiedLinks().get(0);
    }

    /** Stops a link, so that its task is gone. */
    void stop(String name) {
        connect.stop(name);
        soon(() -> {
            assertThat(connect.state(name)).isEqualTo("STOPPED");
            assertThat(connect.taskStates(name)).isEmpty();
        });
    }

    /** What the command prints as JSON, with the exit code that goes with the verdict. */
    static VerifyReading verify(String file, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "verify";
        words[1] = file;
        words[2] = "--json";
        System.arraycopy(options, 0, words, 3, options.length);
        Cli verified = Cli.run(words);
        VerifyReading reading = VerifyReading.of(verified.out());
        assertThat(verified.exitCode())
                .as(verified.text())
                .isEqualTo(reading.verdict().equals("equal") ? 0 : 1);
        return reading;
    }

    void soon(ThrowingRunnable check) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(check);
    }

    @Override
    public void close() {
        connect.close();
        target.close();
        source.close();
    }
}
