package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.Mm2Properties;
import io.twinspan.model.option.UpkeepOptions;
import java.util.HashMap;
import java.util.Map;

/**
 * The connectors of a file's links, under MirrorMaker 2's names. Immutable.
 *
 * @param brokers the number of brokers that replication factors are lowered to; nothing for a cluster where they stay as they are
 */
record LinkConnectors(Mm2Properties file, Map<ClusterAlias, Integer> brokers) {
    private static final String SOURCE = "MirrorSourceConnector";
    private static final String SOURCE_CLASS = "io.twinspan.connect.source.LinkSourceConnector";
    private static final String CHECKPOINT = "MirrorCheckpointConnector";
    private static final String CHECKPOINT_CLASS = "io.twinspan.connect.checkpoint.LinkCheckpointConnector";
    private static final String HEARTBEATS = "MirrorHeartbeatConnector";
    private static final String HEARTBEATS_CLASS = "io.twinspan.connect.heartbeat.LinkHeartbeatConnector";

    /** Whether a link has a heartbeat connector, as in MirrorMaker 2 also if it is not enabled. */
    static boolean emitsHeartbeats(LinkConfiguration link) {
        return link.every(GroupOptions.EMIT_HEARTBEATS, GroupOptions.EMIT_HEARTBEATS_INTERVAL) != null;
    }

    /** A link's connectors, by the names under which Connect knows them, each with its configuration. */
    Map<String, Map<String, String>> of(LinkConfiguration link) {
        var connectors = new HashMap<String, Map<String, String>>();
        if (link.isEnabled()) {
            connectors.put(name(link.name(), SOURCE), connector(link, SOURCE, SOURCE_CLASS));
        }
        if (LinkGroups.translates(link)) {
            connectors.put(name(link.name(), CHECKPOINT), connector(link, CHECKPOINT, CHECKPOINT_CLASS));
        }
        if (emitsHeartbeats(link)) {
            connectors.put(name(link.name(), HEARTBEATS), connector(link, HEARTBEATS, HEARTBEATS_CLASS));
        }
        return connectors;
    }

    /** The name of a link's source connector. */
    static String source(LinkName link) {
        return name(link, SOURCE);
    }

    private static String name(LinkName link, String connector) {
        return link + "." + connector;
    }

    private Map<String, String> connector(LinkConfiguration link, String connector, String connectorClass) {
        Map<String, String> properties = complete(link, file.connector(link.name()), connector, connectorClass);
        if (!connector.equals(SOURCE)) {
            // They are meant for the records; a checkpoint or heartbeat that was changed or sent elsewhere is none.
            properties.keySet().removeIf(key -> key.startsWith("transforms") || key.startsWith("predicates"));
        }
        return properties;
    }

    /** The source connector's configuration, not as Connect gets it, but with references resolved. */
    Map<String, String> resolvedSource(LinkConfiguration link) {
        return complete(link, link.originals(), SOURCE, SOURCE_CLASS);
    }

    private Map<String, String> complete(
            LinkConfiguration link, Map<String, String> given, String connector, String connectorClass) {
        Map<String, String> properties = new HashMap<>(given);
        // A change of these must not have the connector begin anew.
        properties.keySet().removeAll(UpkeepOptions.names());
        properties.put("name", name(link.name(), connector));
        properties.put("connector.class", connectorClass);
        // Spelled out, since their defaults depend on other options.
        properties.put(LinkOptions.POSITIONS_REPLICATION.name(), Short.toString(link.positionsReplication()));
        properties.put(LinkOptions.MIRROR_OFFSETS_TOPIC.name(), mirrorOffsets(link));
        Integer fit = brokers.get(link.name().target());
        return fit == null ? properties : Factors.fitLink(properties, fit);
    }

    /** Where MirrorMaker 2 keeps its own positions if it is given this file; empty if the file says that it does not matter. */
    String mirrorOffsets(LinkConfiguration link) {
        String given = link.originals().get(LinkOptions.MIRROR_OFFSETS_TOPIC.name());
        return given == null ? file.worker(link.name()).getOrDefault("offset.storage.topic", "") : given.trim();
    }
}
