package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Copiers;
import io.twinspan.bench.faults.scene.Scene;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/** Does by Connect's REST interface what the log tells an operator to do. Confined to one thread. */
final class Operator {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Scene scene;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final String connector;

    Operator(Scene scene) {
        this.scene = scene;
        String link = scene.copiers().sourceAlias() + "->" + scene.copiers().targetAlias();
        connector = "/connectors/" + URLEncoder.encode(link + ".MirrorSourceConnector", StandardCharsets.UTF_8);
    }

    /** Deletes the position of a partition, which begins a new generation of its lane at the topic's start. */
    void beginAnew(TopicPartition partition) {
        position(partition, "null");
    }

    /** Sets the position of a partition, which begins a new generation of its lane: this offset is copied next. */
    void continueAt(TopicPartition partition, long offset) {
        // As MirrorMaker 2 stores it: that of the last record that was copied.
        position(partition, "{\"offset\": " + (offset - 1) + "}");
    }

    private void position(TopicPartition partition, String offset) {
        ask("PUT", connector + "/stop", "");
        boolean stopped = scene.await(
                LIMIT.toMillis(), () -> ask("GET", connector + "/status", "").contains("\"state\":\"STOPPED\""));
        String answer = ask(
                "PATCH",
                connector + "/offsets",
                "{\"offsets\": [{\"partition\": {\"cluster\": \""
                        + scene.copiers().sourceAlias() + "\", \"topic\": \""
                        + partition.topic() + "\", \"partition\": " + partition.partition() + "}, \"offset\": " + offset
                        + "}]}");
        scene.note(
                "connector " + (stopped ? "stopped" : "did not stop") + ", position set to " + offset + ": " + answer);
        ask("PUT", connector + "/resume", "");
    }

    private String ask(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(scene.copiers().rest(Copiers.NAMES.get(0)) + path))
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking a process", e);
        }
    }
}
