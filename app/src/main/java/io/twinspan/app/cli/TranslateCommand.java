package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.LinkLookup;
import io.twinspan.client.LinkClient;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.name.LinkName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says where a group, or an offset, is in the other cluster of a link. Confined to the main thread. */
@Command(
        name = "translate",
        header = "Says where a consumer group, or an offset, is in the other cluster of a link.",
        description = {
            "",
            "Reads the link's positions from the target: it works from any machine, whether the link runs or not.",
            "OFFSET THERE is where to go on in the other cluster: at the first record from OFFSET on. READ AGAIN",
            "is how many records are then read a second time, at most: 0, unless the link has not copied so far,",
            "or the topic has the same name, and producers, in both clusters.",
            "",
            "@|bold Examples:|@",
            "  twinspan translate mm2.properties --group shop",
            "  twinspan translate mm2.properties --group shop --checkpoints     the source cannot be reached",
            "  twinspan translate mm2.properties --link 'dc1->dc2' --topic orders --partition 3 --offset 1234",
            "  twinspan translate mm2.properties --topic dc1.orders --partition 3 --offset 1200 --back",
            "  twinspan translate mm2.properties --group shop --json | jq '.positions[].offsetThere'",
            "",
            "Exit code 1 if a position has no translation, or one that gets better once the link has copied more.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Option(
            names = "--link",
            paramLabel = "LINK",
            description = "The link, as dc1->dc2; not needed if the file has one.")
    private @Nullable String link;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Question question;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** What is asked: a group or an offset. Confined to the main thread. */
    private static final class Question {
        @ArgGroup(exclusive = false)
        private @Nullable OfGroup group;

        @ArgGroup(exclusive = false)
        private @Nullable OfOffset offset;
    }

    /** A question about a group. Confined to the main thread. */
    private static final class OfGroup {
        @Option(
                names = "--group",
                required = true,
                paramLabel = "GROUP",
                description = "A consumer group, at what it has committed on the source.")
        private String name = "";

        @Option(
                names = "--checkpoints",
                description = "As the link translated it last, from the target alone; the source is not asked.")
        private boolean checkpoints;
    }

    /** A question about an offset. Confined to the main thread. */
    private static final class OfOffset {
        @Option(
                names = "--topic",
                required = true,
                paramLabel = "TOPIC",
                description = "A topic of the source; with --back, of the target.")
        private String topic = "";

        @Option(names = "--partition", required = true, paramLabel = "N", description = "Its partition.")
        private int partition;

        @Option(names = "--offset", required = true, paramLabel = "N", description = "An offset in it.")
        private long offset;

        @Option(names = "--back", description = "From the target to the source.")
        private boolean back;
    }

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        OfOffset asked = question.offset;
        if (asked != null && (asked.offset < 0 || asked.partition < 0)) {
            console.error("--partition and --offset begin at 0");
            return ExitCode.BAD_INPUT.code();
        }
        Optional<LinkLookup> lookup = file.load(console).flatMap(deployment -> choose(console, deployment));
        if (lookup.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        TranslationReport report = ask(lookup.get());
        console.plain(json ? JsonText.indented(report) : new TranslationText(report).toString());
        return (report.settled() ? ExitCode.DONE : ExitCode.NOT_DONE).code();
    }

    private TranslationReport ask(LinkLookup lookup) {
        OfGroup group = question.group;
        OfOffset offset = question.offset;
        try (LinkClient client = lookup.client().open()) {
            if (offset != null) {
                var partition = new TopicPartition(offset.topic, offset.partition);
                return TranslationReport.of(
                        lookup.name(),
                        partition,
                        offset.offset,
                        offset.back
                                ? client.toSource(partition, offset.offset)
                                : client.toTarget(partition, offset.offset),
                        offset.back);
            }
            String name = group == null ? "" : group.name;
            return group != null && group.checkpoints
                    ? TranslationReport.ofCheckpoints(lookup.name(), name, client.checkpoints(name))
                    : TranslationReport.of(lookup.name(), client.group(name), lookup.rules());
        }
    }

    private Optional<LinkLookup> choose(Console console, Deployment deployment) {
        String named = link;
        if (named == null) {
            List<LinkName> links = deployment.linkNames();
            if (links.size() != 1) {
                console.error(
                        links.isEmpty()
                                ? "no link is enabled in the file; name one with --link"
                                : "the file has several links; name one with --link: "
                                        + links.stream().map(LinkName::toString).collect(Collectors.joining(", ")));
                return Optional.empty();
            }
            return deployment.lookup(links.get(0));
        }
        try {
            Optional<LinkLookup> found = deployment.lookup(LinkName.parse(named));
            if (found.isEmpty()) {
                console.error("--link " + named + ": the file's 'clusters' do not have both of its clusters");
            }
            return found;
        } catch (IllegalArgumentException e) {
            console.error("--link: " + e.getMessage());
            return Optional.empty();
        }
    }
}
