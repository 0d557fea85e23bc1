package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.lanes.LaneDesk;
import io.twinspan.control.lanes.LaneOrdered;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an order about single partitions is for: a link, and some of its partitions. Confined to the main thread. */
final class LaneChoice {
    private static final Pattern PARTITION = Pattern.compile("(.+)-(\\d{1,9})");

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(index = "1", paramLabel = "LINK", description = "The link, as dc1->dc2.")
    @SuppressWarnings("NullAway.Init")
    private String link;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "PARTITION",
            description = "Partitions of the source, as orders-3.")
    private List<String> partitions = List.of();

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description = "All partitions that do not get on because of this, as 'twinspan lanes' names it.")
    private @Nullable String cause;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Decides, and prints what was decided. */
    int decide(Console console, Decider decider) {
        Optional<LinkView> view = LinkChoice.one(console, file.load(console), link);
        if (view.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        var desk = new LaneDesk(Clock.systemUTC(), Deployment.ANSWER_LIMIT);
        Optional<List<TopicPartition>> chosen = chosen(console, desk, view.get());
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<LaneOrdered> ordered = decider.decide(desk, view.get(), chosen.get(), dryRun);
        console.plain(json ? JsonText.indented(ordered.stream().map(Ordered::of).toList()) : text(ordered));
        return ExitCode.DONE.code();
    }

    /** Makes one decision about some partitions. */
    interface Decider {
        List<LaneOrdered> decide(LaneDesk desk, LinkView link, List<TopicPartition> partitions, boolean dryRun);
    }

    /** The shape of {@code --json}. Immutable. */
    private record Ordered(String partition, String what, boolean stored, boolean heardAtOnce) {
        static Ordered of(LaneOrdered ordered) {
            return new Ordered(ordered.partition().toString(), ordered.what(), ordered.stored(), ordered.heard());
        }
    }

    private static String text(List<LaneOrdered> ordered) {
        var text = new StringBuilder();
        for (LaneOrdered one : ordered) {
            text.append(one.partition())
                    .append(one.stored() ? ": will " : ": would ")
                    .append(one.what())
                    .append('\n');
        }
        if (ordered.stream().anyMatch(one -> one.stored() && !one.heard())) {
            text.append(
                    "It is stored, and counts from the next start of the link's tasks: the topic over which a running link"
                            + " hears of it is missing or not permitted.");
        }
        return text.toString().stripTrailing();
    }

    private Optional<List<TopicPartition>> chosen(Console console, LaneDesk desk, LinkView view) {
        var chosen = new ArrayList<TopicPartition>();
        for (String text : partitions) {
            Matcher parts = PARTITION.matcher(text);
            if (!parts.matches()) {
                console.error("'" + text + "' is no partition; write it as orders-3");
                return Optional.empty();
            }
            chosen.add(new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2))));
        }
        if (cause != null) {
            Optional<Cause> named = Cause.named(cause);
            if (named.isEmpty()) {
                console.error("--cause " + cause + " is unknown; there are "
                        + Arrays.stream(Cause.values())
                                .filter(any -> any != Cause.NONE)
                                .map(Cause::text)
                                .collect(Collectors.joining(", ")));
                return Optional.empty();
            }
            desk.read(view).troubled().stream()
                    .filter(state -> state.cause() == named.get())
                    .map(LaneState::lane)
                    .map(lane -> new TopicPartition(lane.topic(), lane.partition()))
                    .filter(partition -> !chosen.contains(partition))
                    .forEach(chosen::add);
        }
        if (chosen.isEmpty()) {
            console.error(
                    cause == null
                            ? "name the partitions, as orders-3, or all of one --cause"
                            : "no partition does not get on because of " + cause);
            return Optional.empty();
        }
        return Optional.of(chosen);
    }
}
