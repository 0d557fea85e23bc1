package io.twinspan.app.cli;

import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.DifferenceText;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.control.verify.result.Verdict;
import io.twinspan.control.verify.result.VerifyReport;
import io.twinspan.model.error.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report of {@code verify} as text for people: the verdict, a table of topics, each difference. Confined to one thread. */
final class VerifyText {
    private static final int MOST_PARTITIONS = 20;
    private static final int MOST_CHARACTERS = 400;

    private final Console console;
    private final String file;

    VerifyText(Console console, String file) {
        this.console = console;
        this.file = file;
    }

    String of(List<VerifyReport> reports) {
        return reports.stream().map(this::of).collect(Collectors.joining("\n\n"));
    }

    private String of(VerifyReport report) {
        var text = new StringBuilder(headline(report)).append('\n').append(topics(report));
        report.remarks().forEach(remark -> text.append("\nNote: ").append(Printable.of(remark, MOST_CHARACTERS)));
        List<PartitionResult> different = of(report, Verdict.DIFFERENT);
        List<PartitionResult> incomplete = of(report, Verdict.INCOMPLETE);
        incomplete.stream()
                .limit(MOST_PARTITIONS)
                .forEach(result -> text.append('\n').append(incomplete(result)));
        different.stream()
                .limit(MOST_PARTITIONS)
                .forEach(result -> text.append("\n\n").append(different(result)));
        int more = Math.max(0, different.size() - MOST_PARTITIONS) + Math.max(0, incomplete.size() - MOST_PARTITIONS);
        if (more > 0) {
            text.append("\n\nand ").append(CheckText.count(more, "partition")).append(" more; --json has all of them");
        }
        if (!different.isEmpty()) {
            text.append("\n\nWhat each means, and what to do: docs/how-to/verify.md#what-to-do-about-a-difference");
        }
        return text.toString();
    }

    private static List<PartitionResult> of(VerifyReport report, Verdict verdict) {
        return report.partitions().stream()
                .filter(result -> result.verdict() == verdict)
                .toList();
    }

    private String headline(VerifyReport report) {
        Counts counts = report.counts();
        String verdict = switch (report.verdict()) {
            case EQUAL -> console.styled("bold,green", "equal");
            case INCOMPLETE -> console.styled("bold,yellow", "no difference found, but not all could be compared");
            case DIFFERENT ->
                console.styled("bold,red", "DIFFERENT") + ", "
                        + CheckText.count((int) Math.min(Integer.MAX_VALUE, report.differences()), "difference")
                        + " in "
                        + CheckText.count(of(report, Verdict.DIFFERENT).size(), "partition");
        };
        String notCompared = notCompared(report.partitions());
        return report.link() + ": " + verdict + ": "
                + CheckText.count((int) report.topics(), "topic") + ", "
                + CheckText.count(report.partitions().size(), "partition") + ", "
                + Quantities.number(counts.records()) + (counts.records() == 1 ? " record, " : " records, ")
                + Quantities.bytes(counts.sourceBytes()) + " in " + Quantities.span(report.tookMs())
                + (report.what().equals("everything") ? "" : " (" + report.what() + ")")
                + (notCompared.isEmpty() ? "" : "; not compared: " + notCompared);
    }

    private static String notCompared(List<PartitionResult> partitions) {
        Map<Reason, Long> offsets = new EnumMap<>(Reason.class);
        for (PartitionResult partition : partitions) {
            partition.notCompared().forEach(part -> offsets.merge(part.reason(), part.offsets(), Long::sum));
        }
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey().needsPerson()
                        ? partitionsWith(partitions, entry.getKey()) + " " + words(entry.getKey())
                        : Quantities.number(entry.getValue()) + " offsets " + words(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String partitionsWith(List<PartitionResult> partitions, Reason reason) {
        long count = partitions.stream()
                .filter(result -> result.notCompared().stream().anyMatch(part -> part.reason() == reason))
                .count();
        return CheckText.count((int) count, "partition");
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case SOURCE_RETENTION -> "deleted by the source's retention";
            case TARGET_RETENTION -> "deleted by the target's retention";
            case BEFORE_THE_LINK -> "from before the link";
            case NOT_COPIED_YET -> "not copied yet";
            case LEFT_OUT_BY_ORDER -> "left out by order";
            case COPIED_AGAIN -> "of copies that were made again";
            case BEYOND_THE_POSITION -> "beyond the position of an earlier generation";
            case COMPACTION -> "that a cleaner may have removed";
            case NO_RUN -> "but for content and order, as their stored places were lost";
            case NO_POSITION -> "without a position";
            case NO_TARGET -> "without a copy";
            case RECREATED -> "of a topic that was created anew";
            case TRANSFORMED -> "of a link that transforms records";
            case UNREADABLE -> "that could not be read";
        };
    }

    private String topics(VerifyReport report) {
        var table = new TextTable();
        table.row("TOPIC", "TARGET", "PARTITIONS", "RECORDS", "BYTES", "WHOLE", "OPENED", "VERDICT");
        Map<String, List<PartitionResult>> topics = report.partitions().stream()
                .collect(Collectors.groupingBy(PartitionResult::topic, TreeMap::new, Collectors.toList()));
        topics.forEach((topic, partitions) -> {
            Counts counts = partitions.stream().map(PartitionResult::counts).reduce(Counts.NONE, Counts::plus);
            table.row(
                    topic,
                    partitions.get(0).targetTopic(),
                    Integer.toString(partitions.size()),
                    Quantities.number(counts.records()),
                    Quantities.bytes(counts.sourceBytes()),
                    Quantities.number(counts.wholeBatches()),
                    Quantities.number(counts.openedBatches()),
                    verdict(partitions));
        });
        return table.toString();
    }

    private static String verdict(List<PartitionResult> partitions) {
        long different = partitions.stream()
                .filter(result -> result.verdict() == Verdict.DIFFERENT)
                .count();
        long incomplete = partitions.stream()
                .filter(result -> result.verdict() == Verdict.INCOMPLETE)
                .count();
        var words = new ArrayList<String>();
        if (different > 0) {
            words.add(different + " different");
        }
        if (incomplete > 0) {
            words.add(incomplete + " not compared");
        }
        String notCompared = notCompared(partitions);
        return (words.isEmpty() ? "equal" : String.join(", ", words))
                + (notCompared.isEmpty() || incomplete > 0 ? "" : "; " + notCompared);
    }

    private static String incomplete(PartitionResult result) {
        return name(result) + " is not compared: "
                + result.notCompared().stream()
                        .filter(part -> part.reason().needsPerson())
                        .map(NotCompared::text)
                        .map(text -> Printable.of(text, MOST_CHARACTERS))
                        .collect(Collectors.joining("; "));
    }

    private String different(PartitionResult result) {
        var text = new StringBuilder(name(result))
                .append(" and ")
                .append(result.targetTopic())
                .append('-')
                .append(result.partition())
                .append(": ")
                .append(CheckText.count((int) Math.min(Integer.MAX_VALUE, result.differences()), "difference"))
                .append(
                        result.differingRecords() == result.differences()
                                ? ""
                                : ", " + Quantities.number(result.differingRecords()) + " records")
                .append(", among source offsets ")
                .append(result.from())
                .append(" to ")
                .append(result.to() - 1);
        for (Difference difference : result.found()) {
            text.append('\n').append(difference(difference));
        }
        long more = result.differences() - result.found().size();
        if (more > 0) {
            text.append("\n  and ").append(Quantities.number(more)).append(" more");
        }
        text.append("\n  again: twinspan verify ")
                .append(file)
                .append(" --topics '")
                .append(result.topic().replace(".", "\\."))
                .append("' --all-differences " + VerifyRequest.MOST_DIFFERENCES);
        return text.toString();
    }

    private static String name(PartitionResult result) {
        return result.topic() + "-" + result.partition();
    }

    private String difference(Difference difference) {
        String kind = DifferenceText.kind(difference);
        var text = new StringBuilder("  ")
                .append(console.styled("bold", kind))
                .append(": ")
                .append(DifferenceText.place(difference));
        if (!difference.what().isEmpty()) {
            text.append(" (")
                    .append(Printable.of(difference.what(), MOST_CHARACTERS))
                    .append(')');
        }
        ShownRecord inSource = difference.inSource();
        ShownRecord inTarget = difference.inTarget();
        if (inSource != null) {
            text.append("\n    source  ").append(DifferenceText.record(inSource));
        }
        if (inTarget != null) {
            text.append("\n    target  ").append(DifferenceText.record(inTarget));
        }
        return text.toString();
    }
}
