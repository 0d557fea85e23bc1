package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.model.name.ClusterAlias;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which target clusters a process works for, as in MirrorMaker 2. Confined to the main thread. */
final class ClustersMixin {
    @Option(
            names = "--clusters",
            arity = "1..*",
            split = ",",
            paramLabel = "CLUSTER",
            description = "Only the links into these target clusters; all if not given.")
    private final List<String> clusters = new ArrayList<>();

    @Option(
            names = "--fit-replication",
            description = "Lower replication factors to the number of the target's brokers: for try-outs.")
    private boolean fitReplication;

    /** Whether some targets were named. */
    boolean isGiven() {
        return !clusters.isEmpty();
    }

    boolean fitsReplication() {
        return fitReplication;
    }

    /** The file's links into the chosen targets; empty, with errors printed, if there is something wrong with either. */
    Optional<Deployment> load(Console console, FileMixin file) {
        return file.load(console)
                .flatMap(deployment -> targets(console, deployment).map(deployment::into));
    }

    /** The chosen targets; empty, with an error printed, if there is no link into one of them. */
    Optional<Set<ClusterAlias>> targets(Console console, Deployment deployment) {
        Set<ClusterAlias> known = deployment.targets();
        if (deployment.linkNames().isEmpty()) {
            console.error("no link is enabled in the file; enable one, for instance dc1->dc2.enabled = true");
            return Optional.empty();
        }
        if (clusters.isEmpty()) {
            return Optional.of(known);
        }
        Set<ClusterAlias> chosen = new TreeSet<>();
        for (String name : clusters) {
            Optional<ClusterAlias> match =
                    known.stream().filter(alias -> alias.value().equals(name)).findFirst();
            if (match.isEmpty()) {
                console.error("--clusters " + name + ": no enabled link leads into a cluster of that name; there are "
                        + known.stream().map(ClusterAlias::value).collect(Collectors.joining(", ")));
                return Optional.empty();
            }
            chosen.add(match.get());
        }
        return Optional.of(chosen);
    }
}
