package io.twinspan.app.runner;

import io.twinspan.connect.source.ClientSettings;
import io.twinspan.connect.source.LinkPreview;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.inventory.CopyRules;
import io.twinspan.control.inventory.HeartbeatPlace;
import io.twinspan.control.inventory.LinkSettings;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.preflight.ClusterReport;
import io.twinspan.control.preflight.LinkPlan;
import io.twinspan.control.preflight.LinkReport;
import io.twinspan.control.preflight.MirrorTopics;
import io.twinspan.control.preflight.PreflightReport;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.link.Origins;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.ConnectOptions;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a file asks this program to do, in the terms of those who do it: the checks, the workers, the status. Immutable.
 * Holds secrets, and never shows them.
 */
public final class Deployment {
    /** How the bytes of a file become text. */
    public static final Charset CHARSET = PropertiesFile.CHARSET;

    /** How long a cluster may take for one answer. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /** Of how many tasks the names are told by which brokers know them. */
    private static final int MOST_CLIENTS = 64;

    private static final String READ_COMMITTED = "read_committed";
    private static final Pattern LITERAL = Pattern.compile("[a-zA-Z0-9._-]+");

    private final Mm2Properties file;
    /** Those that copy topics. */
    private final List<LinkConfiguration> links;
    /** Those that are not enabled, and emit heartbeats all the same. */
    private final List<LinkConfiguration> heartbeatLinks;
    /** All targets of the file, also those that this process does not work for: a target's place decides its port. */
    private final List<ClusterAlias> allTargets;
    /** The number of brokers that replication factors are lowered to; empty if they stay as they are. */
    private final Map<ClusterAlias, Integer> brokers;

    private Deployment(
            Mm2Properties file,
            List<LinkConfiguration> links,
            List<LinkConfiguration> heartbeatLinks,
            List<ClusterAlias> allTargets,
            Map<ClusterAlias, Integer> brokers) {
        this.file = file;
        this.links = List.copyOf(links);
        this.heartbeatLinks = List.copyOf(heartbeatLinks);
        this.allTargets = List.copyOf(allTargets);
        this.brokers = Map.copyOf(brokers);
    }

    /** Reads a file's text; what is wrong with it is in {@link #problems()}, and nothing else counts then. */
    public static Deployment of(String name, String text) {
        var parsed = PropertiesFile.parse(name, text);
        var surroundings = WorkerKeys.surroundings(parsed);
        Mm2Properties file = Mm2Properties.load(parsed, surroundings);
        if (!file.problems().hasErrors()) {
            file = file.with(WorkerCheck.problems(parsed, file, file.running(), surroundings.classes()));
        }
        if (file.problems().hasErrors()) {
            return new Deployment(file, List.of(), List.of(), List.of(), Map.of());
        }
        List<LinkConfiguration> links = file.links();
        List<LinkConfiguration> heartbeatLinks = file.running().stream()
                .map(file::link)
                .filter(link -> !link.isEnabled() && LinkConnectors.emitsHeartbeats(link))
                .toList();
        // Those that only get heartbeats come last: they must not move the ports of the others.
        var targets = new LinkedHashSet<>(targetsOf(links));
        targets.addAll(targetsOf(heartbeatLinks));
        return new Deployment(file, links, heartbeatLinks, List.copyOf(targets), Map.of());
    }

    private static SortedSet<ClusterAlias> targetsOf(List<LinkConfiguration> links) {
        var targets = new TreeSet<ClusterAlias>();
        links.forEach(link -> targets.add(link.name().target()));
        return targets;
    }

    public Problems problems() {
        return file.problems();
    }

    /** The clusters that a link leads into, also one that only emits heartbeats. */
    public Set<ClusterAlias> targets() {
        SortedSet<ClusterAlias> targets = targetsOf(links);
        targets.addAll(targetsOf(heartbeatLinks));
        return targets;
    }

    /** Only the links into these clusters. */
    public Deployment into(Set<ClusterAlias> targets) {
        return filtered(name -> targets.contains(name.target()));
    }

    /** Without the links that the checks found unable to run. */
    public Deployment without(PreflightReport report) {
        Set<LinkName> leftOut = report.links().stream()
                .filter(LinkReport::leftOut)
                .map(LinkReport::name)
                .collect(Collectors.toSet());
        return filtered(name -> !leftOut.contains(name));
    }

    /** Without the links into these clusters. */
    public Deployment notInto(Set<ClusterAlias> targets) {
        return filtered(name -> !targets.contains(name.target()));
    }

    private Deployment filtered(Predicate<LinkName> keep) {
        return new Deployment(
                file,
                links.stream().filter(link -> keep.test(link.name())).toList(),
                heartbeatLinks.stream().filter(link -> keep.test(link.name())).toList(),
                allTargets,
                brokers);
    }

    /** With replication factors lowered to the number of brokers that the checks found. */
    public Deployment fitted(PreflightReport report) {
        var found = new HashMap<ClusterAlias, Integer>();
        for (ClusterReport cluster : report.clusters()) {
            // Of one that does not answer nothing is known, and so nothing is lowered.
            if (!cluster.reached()) {
                continue;
            }
            found.put(cluster.alias(), cluster.brokers());
        }
        return new Deployment(file, links, heartbeatLinks, allTargets, found);
    }

    public List<LinkName> linkNames() {
        return links.stream().map(LinkConfiguration::name).toList();
    }

    /** Every link of the file that copies, also those that are not chosen. */
    public List<LinkPlan> plansOfFile() {
        return file.links().stream().map(this::plan).toList();
    }

    /** The links as the checks see them. */
    public List<LinkPlan> linkPlans() {
        return Stream.concat(links.stream(), heartbeatLinks.stream())
                .map(this::plan)
                .toList();
    }

    private LinkPlan plan(LinkConfiguration link) {
        Map<String, String> worker = workerSettings(link);
        var topics = new InternalTopics(link.name(), LinkTopics.policy(link));
        List<String> internal = new ArrayList<>(WorkerSettings.storageTopics(worker));
        if (link.isEnabled()) {
            internal.add(topics.positions());
            Stream.of(connectors().mirrorOffsets(link))
                    .filter(topic -> !topic.isEmpty())
                    .forEach(internal::add);
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
                new LinkPlan.Duties(
                        link.isEnabled(),
                        link.get(SourceOptions.SYNC_TOPIC_CONFIGS),
                        link.get(SourceOptions.SYNC_TOPIC_ACLS),
                        LinkConnectors.emitsHeartbeats(link) ? Optional.of(topics.heartbeats()) : Optional.empty()),
                new LinkPlan.Copying(
                        link.isRecordMode(),
                        Origins.valueOf(link.get(LinkOptions.ORIGINS).toUpperCase(Locale.ROOT))),
                mirrorTopics(link),
                LinkTopics.of(link),
                LinkGroups.of(link));
    }

    /** What each link's source connector would change on its target, by looking at both clusters. */
    public Map<LinkName, LinkPreview> previews() {
        var previews = new LinkedHashMap<LinkName, LinkPreview>();
        for (LinkConfiguration link : links) {
            previews.put(link.name(), LinkPreview.of(connectors().resolvedSource(link)));
        }
        return previews;
    }

    /** The clusters of the file as those see them who look for heartbeats. */
    public List<HeartbeatPlace> heartbeatPlaces() {
        var places = new ArrayList<HeartbeatPlace>();
        file.clusters()
                .forEach((alias, cluster) -> file.running().stream()
                        .filter(name ->
                                name.target().equals(alias) || name.source().equals(alias))
                        .findFirst()
                        .ifPresent(link -> places.add(new HeartbeatPlace(
                                new ClusterAccess(alias, cluster.client(ClientRole.CONSUMER)),
                                LinkTopics.policy(file.link(link))))));
        return places;
    }

    private MirrorTopics mirrorTopics(LinkConfiguration link) {
        var topics = new InternalTopics(link.name(), LinkTopics.policy(link));
        boolean syncsOnSource = link.get(CommonOptions.OFFSET_SYNCS_LOCATION).equalsIgnoreCase("source");
        return new MirrorTopics(
                connectors().mirrorOffsets(link),
                syncsOnSource ? topics.offsetSyncsOnSource() : topics.offsetSyncsOnTarget(),
                syncsOnSource,
                link.get(CommonOptions.EMIT_OFFSET_SYNCS),
                topics.checkpoints(),
                link.get(LinkOptions.PROGRESS_GROUP).trim());
    }

    /** The links as the status sees them. */
    public List<LinkView> linkViews() {
        return links.stream().map(this::view).toList();
    }

    /** The links as those see them who compare what both sides hold. */
    public List<VerifiedLink> verifiedLinks() {
        return links.stream().map(this::view).map(VerifiedLink::of).toList();
    }

    /** What is done for links by itself, where the file asks for it. */
    List<UpkeepPlan> upkeepPlans() {
        return links.stream()
                .map(link -> UpkeepPlan.of(link, VerifiedLink.of(view(link)), back(link.name())))
                .filter(plan -> plan.drilling().isPresent() || plan.verifying().isPresent())
                .toList();
    }

    /** The link in the other direction, which may be one that this process does not work for; null if the file has none. */
    public @Nullable LinkView back(LinkName link) {
        return file.links().stream()
                .filter(other -> other.name().source().equals(link.target())
                        && other.name().target().equals(link.source()))
                .findFirst()
                .map(this::view)
                .orElse(null);
    }

    private static boolean readsCommitted(LinkConfiguration link) {
        Object isolation = link.sourceClient(ClientRole.CONSUMER)
                .getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        return isolation.toString().equalsIgnoreCase(READ_COMMITTED);
    }

    private LinkView view(LinkConfiguration link) {
        return new LinkView(
                source(link),
                target(link),
                new InternalTopics(link.name(), LinkTopics.policy(link)),
                link.get(LinkOptions.STANDBY),
                link.positionsReplication(),
                LinkTopics.of(link),
                LinkGroups.of(link),
                new CopyRules(
                        readsCommitted(link),
                        Origins.valueOf(link.get(LinkOptions.ORIGINS).toUpperCase(Locale.ROOT)),
                        !link.get(ConnectOptions.TRANSFORMS).isEmpty()),
                settings(link));
    }

    private static LinkSettings settings(LinkConfiguration link) {
        int tasks = link.get(ConnectOptions.TASKS_MAX);
        List<ClientSettings> clients = IntStream.range(0, Math.min(tasks, MOST_CLIENTS))
                .mapToObj(task -> ClientSettings.ofTask(link, LinkConnectors.source(link.name()), task))
                .toList();
        return new LinkSettings(
                link.isRecordMode(),
                tasks,
                link.get(LinkOptions.FETCH_CONNECTIONS),
                link.get(LinkOptions.RATE),
                clients.stream().map(ClientSettings::sourceClientId).toList(),
                clients.stream().map(ClientSettings::targetClientId).toList());
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
        Stream.concat(links.stream(), heartbeatLinks.stream())
                .forEach(link -> byTarget.computeIfAbsent(link.name().target(), unused -> new ArrayList<>())
                        .add(link));
        List<WorkerPlan> plans = new ArrayList<>();
        byTarget.forEach((target, into) -> {
            var connectors = new TreeMap<String, Map<String, String>>();
            into.forEach(link -> connectors.putAll(connectors().of(link)));
            plans.add(new WorkerPlan(target, workerSettings(into.get(0)), connectors));
        });
        return plans;
    }

    private LinkConnectors connectors() {
        return new LinkConnectors(file, brokers);
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
        return "deployment of " + linkNames() + ", heartbeats alone of "
                + heartbeatLinks.stream().map(LinkConfiguration::name).toList();
    }
}
