package io.twinspan.testkit.cluster;

import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running distributed Connect worker, spoken to by its REST interface only. Thread-safe. */
public abstract sealed class ConnectWorker implements AutoCloseable permits EmbeddedConnect, ConnectProcess {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(90);
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final Pattern CONNECTOR_STATE = Pattern.compile("\"connector\":\\{\"state\":\"(\\w+)\"");
    private static final Pattern TASK_STATE = Pattern.compile("\\{\"id\":\\d+,\"state\":\"(\\w+)\"");

    private final URI rest;
    private final HttpClient http = HttpClient.newHttpClient();

    ConnectWorker(URI rest) {
        this.rest = rest;
    }

    /** The settings of a worker whose topics are on this cluster, and more, which win. */
    static Map<String, String> settings(KafkaCluster cluster, String group, Map<String, String> more) {
        Map<String, String> worker = new HashMap<>();
        for (String client : List.of("", "producer.", "consumer.", "admin.")) {
            cluster.clientProperties().forEach((key, value) -> worker.put(client + key, value));
        }
        worker.put("group.id", group);
        for (String store : List.of("offset", "config", "status")) {
            worker.put(store + ".storage.topic", group + "-" + store);
            worker.put(store + ".storage.replication.factor", "1");
        }
        worker.put("offset.storage.partitions", "1");
        worker.put("status.storage.partitions", "1");
        for (String converter : List.of("key", "value", "header")) {
            worker.put(converter + ".converter", BYTES);
        }
        worker.put("listeners", "http://127.0.0.1:0");
        worker.put("plugin.discovery", "service_load");
        worker.put("offset.flush.interval.ms", "1000");
        // A test does not wait for a worker that is gone to come back.
        worker.put("scheduled.rebalance.max.delay.ms", "0");
        worker.putAll(more);
        return worker;
    }

    /** Creates a connector, or gives it a new configuration. */
    public Reply put(String connector, Map<String, String> config) {
        StringBuilder json = new StringBuilder("{");
        config.forEach((key, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(quoted(key))
                .append(':')
                .append(quoted(value)));
        return request("PUT", path(connector) + "/config", json.append('}').toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    public Reply pause(String connector) {
        return request("PUT", path(connector) + "/pause", "");
    }

    public Reply resume(String connector) {
        return request("PUT", path(connector) + "/resume", "");
    }

    public Reply stop(String connector) {
        return request("PUT", path(connector) + "/stop", "");
    }

    /** Restarts the connector and all its tasks. */
    public Reply restart(String connector) {
        return request("POST", path(connector) + "/restart?includeTasks=true", "");
    }

    public Reply delete(String connector) {
        return request("DELETE", path(connector), "");
    }

    public Reply offsets(String connector) {
        return request("GET", path(connector) + "/offsets", "");
    }

    /** Alters offsets, given as Connect's JSON; the connector must be stopped. */
    public Reply patchOffsets(String connector, String json) {
        return request("PATCH", path(connector) + "/offsets", json);
    }

    /** Deletes all offsets; the connector must be stopped. */
    public Reply deleteOffsets(String connector) {
        return request("DELETE", path(connector) + "/offsets", "");
    }

    public Reply status(String connector) {
        return request("GET", path(connector) + "/status", "");
    }

    /** {@code RUNNING}, {@code PAUSED}, {@code STOPPED}, {@code FAILED} ...; empty if there is no such connector yet. */
    public String state(String connector) {
        Matcher state = CONNECTOR_STATE.matcher(status(connector).body());
        return state.find() ? state.group(1) : "";
    }

    /** The state of each task. */
    public List<String> taskStates(String connector) {
        Matcher state = TASK_STATE.matcher(status(connector).body());
        List<String> states = new ArrayList<>();
        while (state.find()) {
            states.add(state.group(1));
        }
        return states;
    }

    /** Any request of Connect's REST interface. */
    public Reply request(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(rest.resolve(path))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("Connect worker " + rest + " did not answer " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Connect worker " + rest, e);
        }
    }

    private static String path(String connector) {
        return "/connectors/" + URLEncoder.encode(connector, StandardCharsets.UTF_8);
    }

    @Override
    public abstract void close();
}
