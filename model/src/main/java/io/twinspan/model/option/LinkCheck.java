package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks what only the whole file shows: that something is to be done, and that every cluster of a link can be found. Immutable. */
final class LinkCheck {
    /** As Kafka's own Utils.getHost and getPort read an address, 4.3.1. */
    private static final Pattern ADDRESS =
            Pattern.compile("^(?:[0-9a-zA-Z\\-%._]*://)?\\[?([0-9a-zA-Z\\-%._:]+)]?:([0-9]{1,5})$");

    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    private final PropertiesFile file;
    private final List<ClusterAlias> clusters;
    private final Map<ClusterAlias, ClusterConfig> configs;
    private final List<LinkName> enabled;
    private final String separator;

    LinkCheck(
            PropertiesFile file,
            List<ClusterAlias> clusters,
            Map<ClusterAlias, ClusterConfig> configs,
            List<LinkName> enabled) {
        this.file = file;
        this.clusters = clusters;
        this.configs = configs;
        this.enabled = enabled;
        this.separator = file.toMap().getOrDefault(CommonOptions.POLICY_SEPARATOR.name(), ".");
    }

    List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        if (enabled.isEmpty()) {
            problems.add(noLink());
        }
        Set<ClusterAlias> used = new LinkedHashSet<>();
        enabled.forEach(link -> {
            used.add(link.source());
            used.add(link.target());
            sameServers(link, problems);
        });
        used.forEach(alias -> servers(alias, problems));
        enabled.stream().map(LinkName::source).distinct().forEach(alias -> topicNames(alias, problems));
        return problems;
    }

    private Problem noLink() {
        String example = Place.links(clusters).stream()
                .findFirst()
                .map(LinkName::toString)
                .orElse("dc1->dc2");
        if (clusters.size() < 2) {
            return Problem.error(
                    "clusters",
                    file.lineOf("clusters"),
                    "clusters names only " + clusters + "; a link needs two clusters",
                    "add the other cluster");
        }
        return Problem.error(
                example + ".enabled",
                file.lineOf(example + ".enabled"),
                "no link is enabled",
                "write for instance " + example + ".enabled = true");
    }

    private void servers(ClusterAlias alias, List<Problem> problems) {
        String key = alias + ".bootstrap.servers";
        String value = configs.get(alias) == null ? "" : configs.get(alias).bootstrapServers();
        int line = file.lineOf(key) > 0 ? file.lineOf(key) : file.lineOf("bootstrap.servers");
        var addresses = Stream.of(value.split(","))
                .map(String::strip)
                .filter(a -> !a.isEmpty())
                .toList();
        if (addresses.isEmpty()) {
            problems.add(Problem.error(
                    key,
                    line,
                    key + " is missing, and a link needs the cluster " + alias,
                    "write " + key + " = host:9092"));
        }
        for (String address : addresses) {
            var matcher = ADDRESS.matcher(address);
            if (!address.contains("${") && (!matcher.matches() || !isPort(matcher.group(2)))) {
                problems.add(Problem.error(
                        key,
                        line,
                        key + " has " + address + ", which is not host:port",
                        "write for instance kafka1.example.com:9092"));
            }
        }
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65535;
    }

    private void sameServers(LinkName link, List<Problem> problems) {
        var source = configs.get(link.source());
        var target = configs.get(link.target());
        if (source != null
                && target != null
                && !source.bootstrapServers().isBlank()
                && source.bootstrapServers().equals(target.bootstrapServers())) {
            String key = link.target() + ".bootstrap.servers";
            problems.add(Problem.warning(
                    key,
                    file.lineOf(key),
                    key + " is the same as that of " + link.source() + ": the link " + link
                            + " copies a cluster to itself",
                    "check both addresses"));
        }
    }

    /** The source's alias becomes part of topic names. */
    private void topicNames(ClusterAlias alias, List<Problem> problems) {
        if (!TOPIC_NAME.matcher(alias.value()).matches()) {
            problems.add(Problem.error(
                    "clusters",
                    file.lineOf("clusters"),
                    "the alias " + alias + " cannot be part of a topic's name, as the alias of a source must",
                    "use letters, digits, '_' and '-'"));
        } else if (alias.value().contains(separator)) {
            problems.add(Problem.warning(
                    "clusters",
                    file.lineOf("clusters"),
                    "the alias " + alias + " contains the separator '" + separator
                            + "', so the default policy does not recognise the topics that it names",
                    "use an alias without it, or another replication.policy.separator"));
        }
    }
}
