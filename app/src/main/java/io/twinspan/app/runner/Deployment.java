package io.twinspan.app.runner;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.preflight.ClusterReport;
import io.twinspan.control.preflight.LinkPlan;
import io.twinspan.control.preflight.MirrorTopics;
import io.twinspan.control.preflight.PreflightReport;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.Mm2Properties;
import io.twinspan.model.option.Problems;
import io.twinspan.model.option.PropertiesFile;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a file asks this program to do, in the terms of those who do it: the checks, the workers, the status. Immutable.
 * Holds secrets, and never shows them.
 */
public final class Deployment {
    /** How the bytes of a file become text. */
    public static final Charset CHARSET = PropertiesFile.CHARSET;

    /** How long a cluster may take for one answer. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private static final String SOURCE = "MirrorSourceConnector";
    private static final String SOURCE_CLASS = "io.twinspan.connect.source.LinkSourceConnector";
    private static final String CHECKPOINT = "MirrorCheckpointConnector";
    private static final String CHECKPOINT_CLASS = "io.twinspan.connect.checkpoint.LinkCheckpointConnector";
    private static final Pattern LITERAL = Pattern.compile("[a-zA-Z0-9._-]+");

    private final Mm2Properties file;
    private final List<LinkConfiguration> links;
    /** All targets of the file, also those that this process does not work for: a target's place decides its port. */
    private final List<ClusterAlias> allTargets;
    /** The number of brokers that replication factors are lowered to; empty if they stay as they are. */
    private final Map<ClusterAlias, Integer> brokers;

    private Deployment(
            Mm2Properties file,
            List<LinkConfiguration> links,
            List<ClusterAlias> allTargets,
            Map<ClusterAlias, Integer> brokers) {
        this.file = file;
        this.links = List.copyOf(links);
        this.allTargets = List.copyOf(allTargets);
        this.brokers = Map.copyOf(brokers);
    }

    /** Reads a file's text; what is wrong with it is in {@link #problems()}, and nothing else counts then. */
    public static Deployment of(String name, String text) {
        var parsed = PropertiesFile.parse(name, text);
        Mm2Properties file = Mm2Properties.load(parsed, WorkerKeys.surroundings(parsed));
        List<LinkConfiguration> links = file.problems().hasErrors() ? List.of() : file.links();
        var targets = new TreeSet<ClusterAlias>();
        links.forEach(link -> targets.add(link.name().target()));
        return new Deployment(file, links, List.copyOf(targets), Map.of());
    }

    public Problems problems() {
        return file.problems();
    }

    /** The clusters that an enabled link leads into. */
    public Set<ClusterAlias> targets() {
        var targets = new TreeSet<ClusterAlias>();
        links.forEach(link -> targets.add(link.name().target()));
        return targets;
    }

    /** Only the links into these clusters. */
    public Deployment into(Set<ClusterAlias> targets) {
        return new Deployment(
                file,
                links.stream()
                        .filter(link -> targets.contains(link.name().target()))
                        .toList(),
                allTargets,
                brokers);
    }

    /** With replication factors lowered to the number of brokers that the checks found. */
    public Deployment fitted(PreflightReport report) {
        var found = new HashMap<ClusterAlias, Integer>();
        for (ClusterReport cluster : report.clusters()) {
            found.put(cluster.alias(), cluster.brokers());
        }
        return new Deployment(file, links, allTargets, found);
    }

    public List<LinkName> linkNames() {
        return links.stream().map(LinkConfiguration::name).toList();
    }

    /** The links as the checks see them. */
    public List<LinkPlan> linkPlans() {
        return links.stream().map(this::plan).toList();
    }

    private LinkPlan plan(LinkConfiguration link) {
        Map<String, String> worker = workerSettings(link);
        List<String> internal = new ArrayList<>(WorkerSettings.storageTopics(worker));
        var topics = new InternalTopics(link.name(), LinkTopics.policy(link));
        internal.add(topics.positions());
        if (!mirrorOffsets(link).isEmpty()) {
            internal.add(mirrorOffsets(link));
        }
        if (LinkGroups.translates(link)) {
            internal.add(topics.checkpoints());
        }
        return new LinkPlan(
                link.name(),
                source(link),
                target(link),
                worker.getOrDefault("group.id", ""),
                internal,
                Factors.of(link, worker),
                link.get(CommonOptions.TOPICS).stream()
                        .filter(topic -> LITERAL.matcher(topic).matches())
                        .toList(),
                link.get(SourceOptions.SYNC_TOPIC_CONFIGS),
                mirrorTopics(link),
                LinkTopics.of(link),
                LinkGroups.of(link));
    }

    private MirrorTopics mirrorTopics(LinkConfiguration link) {
        var topics = new InternalTopics(link.name(), LinkTopics.policy(link));
        boolean syncsOnSource = link.get(CommonOptions.OFFSET_SYNCS_LOCATION).equalsIgnoreCase("source");
        return new MirrorTopics(
                mirrorOffsets(link),
                syncsOnSource ? topics.offsetSyncsOnSource() : topics.offsetSyncsOnTarget(),
                syncsOnSource,
                topics.checkpoints(),
                link.get(LinkOptions.PROGRESS_GROUP).trim());
    }

    /** Where MirrorMaker 2 keeps its own positions if it is given this file; empty if the file says that it does not matter. */
    private String mirrorOffsets(LinkConfiguration link) {
        String given = link.originals().get(LinkOptions.MIRROR_OFFSETS_TOPIC.name());
        return given == null ? file.worker(link.name()).getOrDefault("offset.storage.topic", "") : given.trim();
    }

    /** The links as the status sees them. */
    public List<LinkView> linkViews() {
        return links.stream()
                .map(link -> new LinkView(
                        link.name(),
                        source(link),
                        target(link),
                        new InternalTopics(link.name(), LinkTopics.policy(link)).positions(),
                        LinkTopics.of(link)))
                .toList();
    }

    /** A link of the file, enabled or not, as those see it who look up its positions; empty if it is not between the file's clusters. */
    public Optional<LinkLookup> lookup(LinkName name) {
        Set<ClusterAlias> known = file.clusters().keySet();
        return known.contains(name.source()) && known.contains(name.target())
                ? Optional.of(LinkLookup.of(file.link(name)))
                : Optional.empty();
    }

    private static ClusterAccess source(LinkConfiguration link) {
        return new ClusterAccess(link.name().source(), link.sourceClient(ClientRole.ADMIN));
    }

    private static ClusterAccess target(LinkConfiguration link) {
        return new ClusterAccess(link.name().target(), link.targetClient(ClientRole.ADMIN));
    }

    /** One worker for each target. */
    public List<WorkerPlan> workerPlans() {
        var byTarget = new TreeMap<ClusterAlias, List<LinkConfiguration>>();
        links.forEach(link -> byTarget.computeIfAbsent(link.name().target(), unused -> new ArrayList<>())
                .add(link));
        List<WorkerPlan> plans = new ArrayList<>();
        byTarget.forEach((target, into) -> {
            var connectors = new TreeMap<String, Map<String, String>>();
            into.forEach(link -> {
                connectors.put(connectorName(link.name(), SOURCE), connector(link, SOURCE, SOURCE_CLASS));
                if (LinkGroups.translates(link)) {
                    connectors.put(
                            connectorName(link.name(), CHECKPOINT), connector(link, CHECKPOINT, CHECKPOINT_CLASS));
                }
            });
            plans.add(new WorkerPlan(target, workerSettings(into.get(0)), connectors));
        });
        return plans;
    }

    /** The name under which Connect knows a connector of a link. */
    private static String connectorName(LinkName link, String connector) {
        return link + "." + connector;
    }

    private Map<String, String> connector(LinkConfiguration link, String connector, String connectorClass) {
        Map<String, String> properties = new HashMap<>(file.connector(link.name()));
        properties.put("name", connectorName(link.name(), connector));
        properties.put("connector.class", connectorClass);
        if (!connector.equals(SOURCE)) {
            // They are meant for the records; a checkpoint that was changed or sent elsewhere is none.
            properties.keySet().removeIf(key -> key.startsWith("transforms") || key.startsWith("predicates"));
        }
        // Spelled out, since its default depends on another option.
        properties.put(LinkOptions.POSITIONS_REPLICATION.name(), Short.toString(link.positionsReplication()));
        properties.put(LinkOptions.MIRROR_OFFSETS_TOPIC.name(), mirrorOffsets(link));
        Integer fit = brokers.get(link.name().target());
        return fit == null ? properties : Factors.fitLink(properties, fit);
    }

    private Map<String, String> workerSettings(LinkConfiguration link) {
        ClusterAlias target = link.name().target();
        Map<String, String> settings = WorkerSettings.complete(
                target, WorkerSettings.fromFile(file, link.name()), Math.max(0, allTargets.indexOf(target)));
        Integer fit = brokers.get(target);
        return fit == null ? settings : Factors.fitWorker(settings, fit);
    }

    @Override
    public String toString() {
        return "deployment of " + linkNames();
    }
}
