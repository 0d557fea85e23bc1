package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.Mm2Properties;
import io.twinspan.model.wire.InternalTopics;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Completes what the file says about a worker with defaults that suit a group of processes. Thread-safe: pure functions.
 *
 * <p>Defaults that differ from Kafka Connect's own, and why:
 *
 * <table>
 *   <caption>Defaults</caption>
 *   <tr><td>scheduled.rebalance.max.delay.ms</td><td>3000, not 5 minutes: a lost process's links move at once</td></tr>
 *   <tr><td>session.timeout.ms</td><td>6000, the least that a broker allows by default: a killed process is noticed</td></tr>
 *   <tr><td>listeners</td><td>http://127.0.0.1:0: processes on one machine reach each other, nobody else does</td></tr>
 *   <tr><td>offset.flush.interval.ms</td><td>10000: Connect's offsets follow the links' positions closely</td></tr>
 *   <tr><td>offset.storage.segment.bytes</td><td>1 MiB, not 1 GiB: so compaction gets at what a worker reads when it starts</td></tr>
 *   <tr><td>plugin.discovery</td><td>service_load: reading through every class takes seconds and more memory than copying</td></tr>
 * </table>
 */
public final class WorkerSettings {
    /** Where Connect stores what the workers share; MirrorMaker 2 takes such names for internal ones. */
    private static final Map<String, String> STORAGE = Map.of(
            "config.storage.topic", "mm2-configs.twinspan.internal",
            "offset.storage.topic", "mm2-offsets.twinspan.internal",
            "status.storage.topic", "mm2-status.twinspan.internal");

    /** What MirrorMaker 2 sets for each link if the file does not. */
    private static final Set<String> MM2_DEFAULTS =
            Set.of("client.id", "group.id", "config.storage.topic", "offset.storage.topic", "status.storage.topic");

    /** Keys of the process that are a worker's here. */
    private static final List<String> PROCESS = List.of(
            "listeners",
            "rest.advertised.host.name",
            "rest.advertised.port",
            "rest.advertised.listener",
            "access.control.allow.origin",
            "access.control.allow.methods",
            "response.http.headers.config",
            "ssl.client.auth");

    private static final String LOOPBACK = "http://127.0.0.1:0";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private WorkerSettings() {}

    /**
     * What the file itself says about a link's worker. MirrorMaker 2 has one worker for each link and names their group and
     * topics after the source; such defaults are left out, since here the links into one target share a worker.
     */
    static Map<String, String> fromFile(Mm2Properties file, LinkName link) {
        Map<String, String> settings = new HashMap<>(file.worker(link));
        Map<String, String> written = file.originals();
        settings.keySet()
                .removeIf(key -> MM2_DEFAULTS.contains(key)
                        && !written.containsKey(link.target() + "." + key)
                        // Of these, MirrorMaker 2 takes no others at top level.
                        && !(STORAGE.containsKey(key) && written.containsKey(key)));
        for (String key : PROCESS) {
            String value = written.get(key);
            if (value != null) {
                settings.putIfAbsent(key, value);
            }
        }
        written.forEach((key, value) -> {
            if (key.startsWith("listeners.https.")) {
                settings.putIfAbsent(key, value);
            }
        });
        return settings;
    }

    /** The topics in which the workers of a group keep what they share. */
    static List<String> storageTopics(Map<String, String> settings) {
        return STORAGE.keySet().stream()
                .sorted()
                .map(key -> settings.getOrDefault(key, ""))
                .toList();
    }

    /**
     * The worker's complete settings.
     *
     * @param fromFile what the file says for this worker
     * @param index the position of the target among the file's targets; later ones use later ports of a fixed listener
     */
    public static Map<String, String> complete(ClusterAlias target, Map<String, String> fromFile, int index) {
        Map<String, String> settings = new HashMap<>(fromFile);
        STORAGE.forEach(settings::putIfAbsent);
        settings.putIfAbsent("group.id", "twinspan-" + target);
        settings.putIfAbsent("client.id", "twinspan");
        settings.putIfAbsent("key.converter", BYTES);
        settings.putIfAbsent("value.converter", BYTES);
        settings.putIfAbsent("header.converter", BYTES);
        settings.putIfAbsent("scheduled.rebalance.max.delay.ms", "3000");
        settings.putIfAbsent("session.timeout.ms", "6000");
        settings.putIfAbsent("heartbeat.interval.ms", "2000");
        settings.putIfAbsent("worker.unsync.backoff.ms", "5000");
        settings.putIfAbsent("offset.flush.interval.ms", "10000");
        settings.putIfAbsent("offset.storage.segment.bytes", InternalTopics.SEGMENT_BYTES);
        settings.putIfAbsent("connector.client.config.override.policy", "All");
        settings.putIfAbsent("plugin.discovery", "service_load");
        listen(settings, index);
        return settings;
    }

    private static void listen(Map<String, String> settings, int index) {
        String listeners = settings.getOrDefault("listeners", "").trim();
        if (listeners.isEmpty()) {
            settings.put("listeners", LOOPBACK);
            return;
        }
        settings.put("listeners", shifted(listeners, index));
        String advertised = settings.getOrDefault("rest.advertised.port", "").trim();
        if (index > 0 && !advertised.isEmpty()) {
            settings.put("rest.advertised.port", Integer.toString(Integer.parseInt(advertised) + index));
        }
    }

    /** One file names one port, but each worker of the process needs its own: the next ones. */
    private static String shifted(String listeners, int index) {
        List<String> shifted = new ArrayList<>();
        for (String listener : listeners.split("\\s*,\\s*")) {
            int colon = listener.lastIndexOf(':');
            int port = Integer.parseInt(listener.substring(colon + 1));
            shifted.add(listener.substring(0, colon + 1) + (port == 0 ? 0 : port + index));
        }
        return String.join(",", shifted);
    }

    /** Whether processes on other machines cannot reach this address. */
    static boolean isLoopback(URI address) {
        String host = address.getHost();
        return host == null || host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
    }
}
