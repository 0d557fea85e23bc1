package io.twinspan.it.endurance;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.inventory.Positions;
import io.twinspan.control.inventory.PositionsTopic;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.position.Tip;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads how far both sides are, in the plain topics of the load, where every offset is a record. Confined to one thread.
 */
final class Gauge {
    private static final long LIMIT_MS = 5_000;

    private final KafkaCluster source;
    private final KafkaCluster target;
    private final Path file;
    private boolean copiesExist;

    Gauge(KafkaCluster source, KafkaCluster target, Path file) {
        this.source = source;
        this.target = target;
        this.file = file;
    }

    /** The ends of the source's plain partitions; empty if some broker does not answer. */
    Optional<Map<TopicPartition, Long>> sourceEnds() {
        return ends(source, "");
    }

    /** The ends of their copies, by the source's names; empty if some broker does not answer, or a copy does not exist. */
    Optional<Map<TopicPartition, Long>> targetEnds() {
        return ends(target, "dc1.");
    }

    private Optional<Map<TopicPartition, Long>> ends(KafkaCluster cluster, String prefix) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        Streams.PLAIN.forEach((topic, partitions) -> {
            for (int p = 0; p < partitions; p++) {
                asked.put(new TopicPartition(prefix + topic, p), OffsetSpec.latest());
            }
        });
        try {
            if (!copiesExist && cluster == target) {
                // Asking for the ends of a topic that does not exist logs an error each time.
                copiesExist = cluster.admin()
                        .listTopics()
                        .names()
                        .get(LIMIT_MS, TimeUnit.MILLISECONDS)
                        .containsAll(Streams.PLAIN.keySet().stream()
                                .map(topic -> prefix + topic)
                                .toList());
                if (!copiesExist) {
                    return Optional.empty();
                }
            }
            return Optional.of(
                    cluster.admin().listOffsets(asked).all().get(LIMIT_MS, TimeUnit.MILLISECONDS).entrySet().stream()
                            .collect(Collectors.toMap(
                                    end -> new TopicPartition(
                                            end.getKey().topic().substring(prefix.length()),
                                            end.getKey().partition()),
                                    end -> end.getValue().offset())));
        } catch (ExecutionException | TimeoutException notNow) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + cluster.name() + " for ends", e);
        }
    }

    /**
     * How many records the target holds past the stored positions: what a process that starts now has to find there. Empty if it
     * cannot be told now.
     */
    Optional<Long> pastStoredPositions() {
        Optional<Map<TopicPartition, Long>> ends = targetEnds();
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        try {
            LinkView link = Deployment.of(file.toString(), Files.readString(file, Deployment.CHARSET))
                    .linkViews()
                    .get(0);
            Positions positions = new PositionsTopic(Clock.systemUTC(), Deployment.ANSWER_LIMIT).read(link);
            return Optional.of(ends.get().entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - positions
                                    .lane(end.getKey())
                                    .flatMap(positions::tip)
                                    .map(Tip::source)
                                    .orElse(0L))
                    .sum());
        } catch (ReplicationException notNow) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The workers that run tasks of the link, as the process with this log tells by Connect's REST interface. */
    Set<String> taskOwners(Path log) {
        try {
            Matcher url = Pattern.compile("serves REST at (\\S+?)[;\\s]").matcher(Files.readString(log));
            String last = null;
            while (url.find()) {
                // The log goes on over restarts.
                last = url.group(1);
            }
            if (last == null) {
                return Set.of();
            }
            var request = HttpRequest.newBuilder(
                            URI.create(last + "connectors/dc1-%3Edc2.MirrorSourceConnector/status"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            String answer = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            Set<String> owners = new TreeSet<>();
            new ObjectMapper()
                    .readTree(answer)
                    .path("tasks")
                    .forEach(task -> owners.add(task.get("worker_id").asText()));
            return owners;
        } catch (IOException notNow) {
            return Set.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for the tasks", e);
        }
    }
}
