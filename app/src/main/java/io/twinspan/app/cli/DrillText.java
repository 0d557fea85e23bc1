package io.twinspan.app.cli;

import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Step;
import io.twinspan.control.report.view.Words;
import io.twinspan.model.error.Printable;
import java.util.List;

/** What a drill found, as text for people: the verdict, the steps, what groups have read, what is to be known. Confined to one thread. */
final class DrillText {
    private static final int MOST_ROWS = 20;
    private static final int MOST_CHARACTERS = 1_500;

    private final Console console;
    private final String file;

    /** @param file as it was given, for commands to paste */
    DrillText(Console console, String file) {
        this.console = console;
        this.file = file;
    }

    String of(Report report) {
        var text = new StringBuilder(report.link())
                .append(": ")
                .append(console.styled(ReportsShowCommand.style(report.verdict()), line(report.sentence())))
                .append("\n\n")
                .append(steps(report.steps()));
        DrillOutcome drill = report.drill();
        if (drill != null) {
            text.append("\n\n").append(samples(drill));
            permissions(text, drill);
        }
        if (!report.remarks().isEmpty()) {
            text.append("\n\nto know:");
            limited(text, report.remarks().stream().map(DrillText::remark).toList());
        }
        return text.append("\n\nthe report: twinspan reports ")
                .append(file)
                .append(" show ")
                .append(report.id())
                .toString();
    }

    private static TextTable steps(List<Step> steps) {
        var table = new TextTable();
        table.row("STEP", "ABOUT", "HOW IT IS KNOWN");
        steps.forEach(
                step -> table.row(step.name(), Words.duration(step.durationMs()), String.join("; ", step.remarks())));
        return table;
    }

    private static String samples(DrillOutcome drill) {
        long equal = drill.samples().stream().filter(DrillOutcome.Sample::equal).count();
        long records =
                drill.samples().stream().mapToLong(DrillOutcome.Sample::records).sum();
        var text =
                new StringBuilder(equal + " of " + Words.count(drill.samples().size(), "group")
                        + " read the same on both sides, " + Words.count(records, "record") + " compared");
        limited(
                text,
                drill.samples().stream()
                        .filter(sample -> !sample.equal())
                        .map(sample -> sample.group() + ": " + sample.difference())
                        .toList());
        return text.toString();
    }

    private static void permissions(StringBuilder text, DrillOutcome drill) {
        List<String> lacking = drill.permissions().stream()
                .filter(permission -> !permission.granted())
                .map(permission -> permission.principal() + " lacks " + permission.words())
                .toList();
        if (!drill.permissions().isEmpty()) {
            text.append("\n\n")
                    .append(drill.permissions().size() - lacking.size())
                    .append(" of ")
                    .append(drill.permissions().size())
                    .append(" rights are there");
            limited(text, lacking);
        }
    }

    private static String remark(Remark remark) {
        return remark.what() + (remark.cure().isEmpty() ? "" : ". " + remark.cure());
    }

    private static void limited(StringBuilder text, List<String> lines) {
        lines.stream().limit(MOST_ROWS).forEach(one -> text.append("\n- ").append(line(one)));
        if (lines.size() > MOST_ROWS) {
            text.append("\nand ").append(lines.size() - MOST_ROWS).append(" more; the report has all of them");
        }
    }

    private static String line(String any) {
        return Printable.of(any, MOST_CHARACTERS);
    }
}
