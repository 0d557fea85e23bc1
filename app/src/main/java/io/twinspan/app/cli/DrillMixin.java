package io.twinspan.app.cli;

import io.twinspan.control.check.Obstacle;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.drill.Application;
import io.twinspan.control.drill.DrillOptions;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.model.error.Misconfigured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a drill tries, as the options of the command say. Confined to the main thread. */
final class DrillMixin {
    @Option(
            names = "--records",
            paramLabel = "N",
            description = "How many records each group reads in each partition. Default: ${DEFAULT-VALUE}.")
    private int records = DrillOptions.RECORDS;

    @Option(
            names = "--groups",
            paramLabel = "REGEX",
            description = "Only groups whose names match read; all that the link translates if not given.")
    private String groups = ".*";

    @Option(names = "--sample", paramLabel = "N", description = "Only N of them read, chosen at random.")
    private int sample;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Choose as an earlier drill did; its report has the number.")
    private @Nullable Long seed;

    @Option(
            names = "--as-principal",
            paramLabel = "PROPERTIES",
            description =
                    "Client settings of an application for the target: tries as that application whether it could go on"
                            + " there. It joins no group, commits nothing and writes nothing. May be repeated.")
    private List<Path> principals = List.of();

    @Option(
            names = "--topics",
            paramLabel = "REGEX",
            description = "Only these topics of the link would move, by their names on the source.")
    private String topics = ".*";

    @Option(
            names = "--fence",
            paramLabel = "HOW",
            defaultValue = "acl",
            converter = FenceText.class,
            description = "How producers would be kept out, as for 'failover'. Default: ${DEFAULT-VALUE}.")
    private FenceKind fence = FenceKind.ACL;

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "OBSTACLE",
            description = "With what the failover would go on regardless, as for 'failover'.")
    private List<String> accepted = List.of();

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationText.class,
            description = "How long it may take; what is not read by then is named. Default: ${DEFAULT-VALUE}.")
    private Duration limit = DrillOptions.LIMIT;

    /**
     * Whether the options can be; says which cannot.
     *
     * @throws Misconfigured if an expression is none
     */
    boolean isPossible(Console console) {
        if (records < 1 || records > DrillOptions.MOST_RECORDS) {
            console.error("--records goes from 1 to " + DrillOptions.MOST_RECORDS
                    + "; to compare more, use 'twinspan verify'");
            return false;
        }
        if (sample < 0) {
            console.error("--sample begins at 1");
            return false;
        }
        for (String one : accepted) {
            if (Obstacle.Kind.named(one).isEmpty()) {
                console.error(
                        "--accept " + one + ": there is no such obstacle; 'twinspan failover --dry-run' names them");
                return false;
            }
        }
        Given.pattern("--groups", groups);
        Given.pattern("--topics", topics);
        return true;
    }

    DrillOptions options() {
        Long chosen = seed;
        return new DrillOptions(
                topics,
                fence,
                accepted,
                records,
                groups,
                sample,
                chosen == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : chosen,
                limit);
    }

    /**
     * The applications whose rights are tried.
     *
     * @throws Misconfigured if a file cannot be read
     */
    List<Application> applications(ClusterAccess target) {
        return principals.stream()
                .map(path -> Application.of(
                        path.getFileName().toString(),
                        Given.settings("--as-principal", "--as-principal: cannot read", path),
                        target))
                .toList();
    }
}
