package io.twinspan.control.preflight;

import io.twinspan.link.Origins;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.ProducerIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The look at links that copy topics under their own names: whether what is produced in a cluster would come back to it, or come
 * twice to another, over any number of links. Confined to the calling thread.
 *
 * <p>Implementation note. Where names are equal, only the origin that a batch carries keeps it from going round. So for each cluster
 * this follows what is produced there from link to link, as each link's rule has it. Record mode writes with Connect's producer: what
 * it copies carries no origin, and looks as if it had been produced in its target.
 */
final class OriginExamination {
    private final List<LinkPlan> links;
    private final Map<List<LinkName>, Optional<Round>> judged = new HashMap<>();

    /** @param all every link of the file that copies */
    OriginExamination(List<LinkPlan> all) {
        this.links = all.stream().filter(plan -> plan.duties().copies()).toList();
    }

    /** What is wrong with these links, by link. */
    Map<LinkName, List<Finding>> findings(Set<String> topicsAnywhere) {
        Set<String> topics = new TreeSet<>(topicsAnywhere);
        links.forEach(plan -> topics.addAll(plan.namedTopics()));
        Map<Round, List<String>> found = new LinkedHashMap<>();
        for (String topic : topics) {
            List<LinkPlan> carriers =
                    links.stream().filter(plan -> carries(plan, topic)).toList();
            judge(carriers)
                    .ifPresent(round -> found.computeIfAbsent(round, any -> new ArrayList<>())
                            .add(topic));
        }
        Map<LinkName, List<Finding>> byLink = new HashMap<>();
        found.forEach((round, ofThese) -> new LinkedHashSet<>(round.path())
                .forEach(link ->
                        byLink.computeIfAbsent(link, any -> new ArrayList<>()).add(finding(link, round, ofThese))));
        return byLink;
    }

    private static boolean carries(LinkPlan plan, String topic) {
        return plan.rules().reasonAgainst(topic).isEmpty()
                && plan.rules().targetTopic(topic).equals(topic);
    }

    private Optional<Round> judge(List<LinkPlan> carriers) {
        List<LinkName> names = carriers.stream().map(LinkPlan::name).toList();
        return judged.computeIfAbsent(
                names,
                any -> carriers.stream()
                        .map(plan -> plan.source().alias())
                        .distinct()
                        .map(origin -> round(origin, carriers))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** Follows what is produced in a cluster; the answer is how it comes to one where it is already, if it does. */
    private static Optional<Round> round(ClusterAlias origin, List<LinkPlan> carriers) {
        Set<ClusterAlias> reached = new HashSet<>(Set.of(origin));
        var open = new ArrayDeque<Copy>();
        open.add(new Copy(origin, origin, List.of()));
        while (!open.isEmpty()) {
            Copy copy = open.remove();
            for (LinkPlan plan : carriers) {
                Copy next = plan.source().alias().equals(copy.where()) ? copy.over(plan) : null;
                if (next == null) {
                    continue;
                }
                if (!reached.add(next.where())) {
                    boolean byRecord = carriers.stream()
                            .anyMatch(link ->
                                    link.copying().byRecord() && next.path().contains(link.name()));
                    return Optional.of(new Round(origin, next.where(), next.path(), byRecord));
                }
                open.add(next);
            }
        }
        return Optional.empty();
    }

    private static Finding finding(LinkName link, Round round, List<String> topics) {
        String path = round.path().stream().map(LinkName::toString).collect(Collectors.joining(", "));
        String what = (topics.size() == 1 ? "topic " : "topics ") + some(topics)
                + (topics.size() == 1 ? " keeps its name" : " keep their names") + " over " + path
                + ", and what is produced in "
                + round.origin()
                + (round.where().equals(round.origin())
                        ? " would come back there"
                        : " would come twice to " + round.where())
                + (round.byRecord()
                        ? ": link.mode = record (or transforms) writes copies that do not tell where they were first produced"
                        : ": see link.origins");
        String cure = round.byRecord()
                ? "let these links copy batches (link.mode = batch, no transforms), or give copies other names"
                        + " (replication.policy.class), or leave the topic out of topics for one of the links"
                : "set " + link + ".link.origins = local, or leave the topic out of topics for one of the links";
        return Finding.misconfigured(link.toString(), what, cure);
    }

    /** What is wrong with a link that copies topics under their own names into the cluster from which they come. */
    static Optional<Finding> oneCluster(LinkPlan plan, LinkReport report, List<ClusterReport> clusters) {
        String source = id(plan.source().alias(), clusters);
        String target = id(plan.target().alias(), clusters);
        if (source.isEmpty() || target.isEmpty() || ProducerIds.origin(source) != ProducerIds.origin(target)) {
            return Optional.empty();
        }
        return report.topics().stream()
                .filter(topic -> topic.source().equals(topic.target()))
                .findFirst()
                .map(topic -> Finding.misconfigured(
                        plan.name().toString(),
                        "would copy " + topic.source() + " under its own name, but both ends are "
                                + (source.equals(target)
                                        ? "cluster " + source
                                        : "clusters whose ids, " + source + " and " + target
                                                + ", give the same mark of origin"),
                        "give copies other names (replication.policy.class)"
                                + (source.equals(target)
                                        ? ", or correct " + plan.target().alias() + ".bootstrap.servers"
                                        : "")));
    }

    private static String id(ClusterAlias alias, List<ClusterReport> clusters) {
        return clusters.stream()
                .filter(cluster -> cluster.alias().equals(alias))
                .map(ClusterReport::clusterId)
                .findFirst()
                .orElse("");
    }

    private static String some(List<String> topics) {
        return topics.size() <= 3
                ? String.join(", ", topics)
                : String.join(", ", topics.subList(0, 3)) + " and " + (topics.size() - 3) + " more";
    }

    /**
     * What is produced in one cluster, on its way. Immutable.
     *
     * @param where the cluster that it has come to
     * @param looksFrom where it seems to have been produced, by the producer ids there
     */
    private record Copy(ClusterAlias where, ClusterAlias looksFrom, List<LinkName> path) {

        /** The same after a link; null if the link does not carry it. */
        @Nullable
        Copy over(LinkPlan plan) {
            ClusterAlias target = plan.target().alias();
            boolean carried = plan.copying().byRecord()
                    || (plan.copying().origins() == Origins.ALL ? !looksFrom.equals(target) : looksFrom.equals(where));
            if (!carried) {
                return null;
            }
            var longer = new ArrayList<>(path);
            longer.add(plan.name());
            return new Copy(target, plan.copying().byRecord() ? target : looksFrom, List.copyOf(longer));
        }
    }

    /** How something comes to a cluster where it is already. Immutable. */
    private record Round(ClusterAlias origin, ClusterAlias where, List<LinkName> path, boolean byRecord) {}
}
