package io.twinspan.control.report.view;

import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.report.VerifyOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the few numbers that a reader wants first. Immutable.
 *
 * @param detail what is to be known of it; may be empty
 */
record Figure(String name, String value, String detail, Tone tone) {

    /** Those of a report. */
    static List<Figure> of(Report report) {
        var figures = new ArrayList<Figure>();
        Rpo rpo = report.rpo();
        if (rpo != null) {
            figures.add(new Figure("RPO", value(rpo), detail(rpo), tone(rpo)));
        }
        Rto rto = report.rto();
        if (rto != null) {
            figures.add(new Figure("RTO", Words.duration(rto.ms()), rto.counted(), Tone.PLAIN));
        }
        if (!report.groups().isEmpty()) {
            figures.add(groups(report));
        }
        VerifyOutcome verification = report.verification();
        if (verification != null) {
            figures.add(compared(verification));
        }
        DrillOutcome drill = report.drill();
        if (drill != null && !drill.samples().isEmpty()) {
            figures.add(tried(drill));
        }
        if (!report.topics().isEmpty()) {
            figures.add(topics(report));
        }
        if (rto == null) {
            figures.add(new Figure(
                    "Took",
                    Words.duration(report.took().toMillis()),
                    "until " + Words.time(report.ended()),
                    Tone.PLAIN));
        }
        return figures;
    }

    private static Tone tone(Rpo rpo) {
        if (rpo.none()) {
            return Tone.GOOD;
        }
        return rpo.exact() || rpo.records() == null || rpo.records() > 0 ? Tone.BAD : Tone.WARNING;
    }

    /** In records, since these are what was lost. */
    static String value(@Nullable Rpo rpo) {
        if (rpo == null) {
            return "-";
        }
        Long records = rpo.records();
        if (records == null) {
            return "not known";
        }
        return (rpo.exact() ? "" : "at most ") + Words.count(records, "record");
    }

    private static String detail(Rpo rpo) {
        Long bytes = rpo.bytes();
        Long ms = rpo.ms();
        String sizes = Stream.of(bytes == null ? "" : Words.bytes(bytes), ms == null ? "" : Words.duration(ms))
                .filter(size -> !size.isEmpty())
                .collect(Collectors.joining(", "));
        String how = rpo.exact() ? "exact" : "a bound: " + rpo.reason();
        return sizes.isEmpty() ? how : sizes + "; " + how;
    }

    private static Figure groups(Report report) {
        int exact = report.groupsExact();
        int all = report.groups().size();
        long again = report.groups().stream().mapToLong(GroupOutcome::readAgain).sum();
        String detail =
                (exact == all ? outcomes(report) : ReportTables.groups(report).grades())
                        + (again == 0 ? "" : "; " + Words.count(again, "record") + " read again");
        return new Figure(
                "Groups",
                Words.number(exact) + " of " + Words.number(all) + " exact",
                detail,
                exact == all ? Tone.GOOD : Tone.WARNING);
    }

    private static String outcomes(Report report) {
        Map<GroupOutcome.Outcome, Long> counts = report.groups().stream()
                .collect(Collectors.groupingBy(GroupOutcome::outcome, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(outcome -> Words.number(outcome.getValue().longValue()) + " " + Words.of(outcome.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static Figure topics(Report report) {
        List<TopicOutcome> topics = report.topics();
        long complete = topics.stream().filter(TopicOutcome::complete).count();
        long partitions =
                topics.stream().mapToLong(topic -> topic.partitions().size()).sum();
        long verified = topics.stream().mapToLong(TopicOutcome::verifiedRecords).sum();
        long different = topics.stream()
                .filter(topic -> topic.comparison() == TopicOutcome.Comparison.DIFFERENT)
                .count();
        String compared = verified == 0
                ? "no record compared"
                : Words.count(verified, "record") + " compared, "
                        + (different == 0 ? "all equal" : "different in " + Words.count(different, "topic"));
        Tone incomplete = different > 0 ? Tone.BAD : Tone.WARNING;
        return new Figure(
                "Topics",
                Words.number(complete) + " of " + Words.number(topics.size()) + " complete",
                Words.count(partitions, "partition") + "; " + compared,
                complete == topics.size() ? Tone.GOOD : incomplete);
    }

    private static Figure compared(VerifyOutcome outcome) {
        boolean equal = outcome.differences() == 0;
        String records = Words.count(outcome.records(), "record");
        String batches = Words.number(outcome.wholeBatches()) + " of "
                + Words.number(outcome.wholeBatches() + outcome.openedBatches()) + " batches without opening them";
        return new Figure(
                "Compared",
                equal ? records : Words.count(outcome.differences(), "difference"),
                (equal ? "all equal" : "in " + records) + "; " + Words.count(outcome.partitions(), "partition") + ", "
                        + Words.bytes(outcome.bytes()) + ", " + batches,
                equal ? Tone.GOOD : Tone.BAD);
    }

    private static Figure tried(DrillOutcome drill) {
        int all = drill.samples().size();
        long equal = drill.samples().stream().filter(DrillOutcome.Sample::equal).count();
        long records =
                drill.samples().stream().mapToLong(DrillOutcome.Sample::records).sum();
        return new Figure(
                "Samples",
                Words.number(equal) + " of " + Words.number(all) + " equal",
                Words.count(records, "record") + " read from the groups' positions on both sides",
                equal == all ? Tone.GOOD : Tone.BAD);
    }
}
