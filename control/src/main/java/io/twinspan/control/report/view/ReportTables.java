package io.twinspan.control.report.view;

import io.twinspan.control.report.AccessChange;
import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.Step;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.report.TopicOutcome.Comparison;
import io.twinspan.control.report.VerifyOutcome;
import io.twinspan.control.report.view.Table.Column;
import io.twinspan.control.report.view.Table.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of a report, each with the worst first. Thread-safe: pure functions. */
final class ReportTables {
    private ReportTables() {}

    /** How a topic stands; from the worst on. */
    private enum TopicGrade {
        DIFFERENT("different", Tone.BAD),
        ORPHANED("with records that the target does not have", Tone.BAD),
        BEHIND("not replicated to the end", Tone.WARNING),
        UNKNOWN_END("whose end on the source is not known", Tone.WARNING),
        COMPLETE("replicated to the end", Tone.GOOD);

        private final String words;
        private final Tone tone;

        TopicGrade(String words, Tone tone) {
            this.words = words;
            this.tone = tone;
        }

        static TopicGrade of(TopicOutcome topic) {
            if (topic.comparison() == Comparison.DIFFERENT) {
                return DIFFERENT;
            }
            if (topic.orphans() > 0) {
                return ORPHANED;
            }
            if (topic.behind() > 0) {
                return BEHIND;
            }
            return topic.sourceEnd().isEmpty() ? UNKNOWN_END : COMPLETE;
        }
    }

    /** How a group stands; from the worst on. */
    private enum GroupGrade {
        FAILED("failed", Tone.BAD),
        ACTIVE("active on the target", Tone.WARNING),
        SKIPPED("skipped", Tone.WARNING),
        INEXACT("not exact", Tone.WARNING),
        EXACT("exact", Tone.GOOD);

        private final String words;
        private final Tone tone;

        GroupGrade(String words, Tone tone) {
            this.words = words;
            this.tone = tone;
        }

        static GroupGrade of(GroupOutcome group) {
            return switch (group.outcome()) {
                case FAILED -> FAILED;
                case ACTIVE_ON_TARGET -> ACTIVE;
                case SKIPPED -> SKIPPED;
                case COMMITTED, ALREADY_THERE, TRIED -> group.exact() ? EXACT : INEXACT;
            };
        }
    }

    static Table steps(Report report) {
        return new Table(
                "Steps",
                List.of(
                        Column.name("Step"),
                        Column.words("Outcome"),
                        Column.number("Took"),
                        Column.number("Limit"),
                        Column.number("Tries"),
                        Column.sentence("What it does")),
                report.steps().stream().map(ReportTables::step).toList());
    }

    private static Row step(Step step) {
        boolean begun = step.attempts() > 0;
        String remarks = step.remarks().isEmpty() ? "" : " -- " + String.join("; ", step.remarks());
        return new Row(
                Words.of(step.outcome()),
                Tone.of(step.outcome()),
                List.of(
                        step.name(),
                        Words.of(step.outcome()),
                        begun ? Words.duration(step.durationMs()) : "-",
                        step.limitMs() == 0 ? "-" : Words.duration(step.limitMs()),
                        begun ? Integer.toString(step.attempts()) : "-",
                        step.what() + remarks));
    }

    static Table lost(Rpo rpo) {
        return new Table(
                "Partitions that lost most",
                List.of(
                        Column.name("Partition"),
                        Column.number("First lost offset"),
                        Column.number("Records"),
                        Column.number("Time")),
                rpo.worst().stream().map(ReportTables::lost).toList());
    }

    private static Row lost(Rpo.Partition partition) {
        Long ms = partition.ms();
        return new Row(
                "",
                Tone.PLAIN,
                List.of(
                        partition.topic() + "-" + partition.partition(),
                        offset(partition.firstOffset()),
                        Words.number(partition.records()),
                        ms == null ? "not known" : Words.duration(ms)));
    }

    static Table topics(Report report) {
        return new Table(
                "Topics",
                List.of(
                        Column.name("Topic"),
                        Column.name("On the target"),
                        Column.number("Partitions"),
                        Column.number("Source end"),
                        Column.number("Replicated to"),
                        Column.number("Orphans"),
                        Column.words("Compared")),
                report.topics().stream()
                        .sorted(Comparator.comparing((TopicOutcome topic) -> TopicGrade.of(topic))
                                .thenComparing(Comparator.comparingLong(TopicOutcome::orphans)
                                        .reversed())
                                .thenComparing(Comparator.comparingLong(TopicOutcome::behind)
                                        .reversed())
                                .thenComparing(TopicOutcome::source))
                        .map(ReportTables::topic)
                        .toList());
    }

    private static Row topic(TopicOutcome topic) {
        TopicGrade grade = TopicGrade.of(topic);
        OptionalLong end = topic.sourceEnd();
        return new Row(
                grade.words,
                grade.tone,
                List.of(
                        topic.source(),
                        topic.target(),
                        Integer.toString(topic.partitions().size()),
                        end.isEmpty() ? "not known" : Words.number(end.getAsLong()),
                        Words.number(topic.replicatedTo()),
                        Words.number(topic.orphans()),
                        compared(topic)));
    }

    private static String compared(TopicOutcome topic) {
        return switch (topic.comparison()) {
            case EQUAL -> Words.number(topic.verifiedRecords()) + " equal";
            case DIFFERENT -> "DIFFERENT";
            case NOT_COMPARED -> "no";
        };
    }

    static Table groups(Report report) {
        var table = new Table(
                "Groups",
                List.of(
                        Column.name("Group"),
                        Column.words("Outcome"),
                        Column.words("Exact"),
                        Column.number("Read again"),
                        Column.number("Lag"),
                        Column.words("At source"),
                        Column.words("At target"),
                        Column.sentence("Why")),
                report.groups().stream()
                        .sorted(Comparator.comparing((GroupOutcome group) -> GroupGrade.of(group))
                                .thenComparing(Comparator.comparingLong(GroupOutcome::readAgain)
                                        .reversed())
                                .thenComparing(Comparator.comparingLong(GroupOutcome::lag)
                                        .reversed())
                                .thenComparing(GroupOutcome::group))
                        .map(ReportTables::group)
                        .toList());
        return table.withoutEmptyEnd();
    }

    private static Row group(GroupOutcome group) {
        GroupGrade grade = GroupGrade.of(group);
        long exact =
                group.positions().stream().filter(GroupOutcome.Position::exact).count();
        return new Row(
                grade.words,
                grade.tone,
                List.of(
                        group.group(),
                        Words.of(group.outcome()),
                        Words.number(exact) + " of "
                                + Words.number(group.positions().size()),
                        Words.number(group.readAgain()),
                        Words.number(group.lag()),
                        state(group.sourceState()),
                        state(group.targetState()),
                        group.reason()));
    }

    private static String state(String state) {
        return state.isEmpty() ? "not known" : state.toLowerCase(Locale.ROOT);
    }

    /** The positions of groups that are not exact. */
    static Table inexact(Report report) {
        return new Table(
                "Positions that are not exact",
                List.of(
                        Column.name("Group"),
                        Column.name("Partition"),
                        Column.number("On the source"),
                        Column.number("On the target"),
                        Column.number("Read again")),
                report.groups().stream()
                        .flatMap(ReportTables::inexact)
                        .sorted(Comparator.comparingLong(
                                        (Inexact one) -> one.position().readAgain())
                                .reversed())
                        .map(Inexact::row)
                        .toList());
    }

    private static Stream<Inexact> inexact(GroupOutcome group) {
        return group.positions().stream()
                .filter(position -> !position.exact())
                .map(position -> new Inexact(group.group(), position));
    }

    /** Such a position. */
    private record Inexact(String group, GroupOutcome.Position position) {
        Row row() {
            return new Row(
                    "",
                    Tone.PLAIN,
                    List.of(
                            group,
                            position.topic() + "-" + position.partition(),
                            Words.number(position.sourceOffset()),
                            offset(position.targetOffset()),
                            Words.number(position.readAgain())));
        }
    }

    static Table access(Report report) {
        return new Table(
                "Permissions and quotas",
                List.of(Column.name("Cluster"), Column.words("What"), Column.sentence("Setting")),
                report.access().stream()
                        .sorted(Comparator.comparing(AccessChange::change)
                                .reversed()
                                .thenComparing(AccessChange::cluster))
                        .map(change -> new Row(
                                Words.of(change.change()),
                                change.change() == AccessChange.Change.IN_PLACE ? Tone.WARNING : Tone.PLAIN,
                                List.of(
                                        change.cluster(),
                                        change.kind() + " " + Words.of(change.change()),
                                        change.words())))
                        .toList());
    }

    static Table samples(DrillOutcome drill) {
        return new Table(
                "What groups would have read",
                List.of(Column.name("Group"), Column.number("Records compared"), Column.sentence("Result")),
                drill.samples().stream()
                        .sorted(Comparator.comparing(DrillOutcome.Sample::equal)
                                .thenComparing(DrillOutcome.Sample::group))
                        .map(sample -> new Row(
                                sample.equal() ? "equal" : "different",
                                sample.equal() ? Tone.GOOD : Tone.BAD,
                                List.of(
                                        sample.group(),
                                        Words.number(sample.records()),
                                        sample.equal() ? "equal" : sample.difference())))
                        .toList());
    }

    static Table permissions(DrillOutcome drill) {
        return new Table(
                "Permissions on the target",
                List.of(Column.name("Principal"), Column.words("Granted"), Column.sentence("What")),
                drill.permissions().stream()
                        .sorted(Comparator.comparing(DrillOutcome.Permission::granted)
                                .thenComparing(DrillOutcome.Permission::principal))
                        .map(permission -> new Row(
                                permission.granted() ? "granted" : "missing",
                                permission.granted() ? Tone.GOOD : Tone.BAD,
                                List.of(
                                        permission.principal(),
                                        permission.granted() ? "yes" : "NO",
                                        permission.words())))
                        .toList());
    }

    static Table differences(VerifyOutcome outcome) {
        return new Table(
                "Differences",
                List.of(
                        Column.name("Partition"),
                        Column.words("What"),
                        Column.number("Source offset"),
                        Column.number("Target offset"),
                        Column.sentence("Records")),
                outcome.first().stream().map(ReportTables::difference).toList());
    }

    private static Row difference(VerifyOutcome.Difference difference) {
        return new Row(
                "",
                Tone.BAD,
                List.of(
                        difference.topic() + "-" + difference.partition(),
                        difference.kind(),
                        offset(difference.sourceOffset()),
                        offset(difference.targetOffset()),
                        "source: " + orNone(difference.source()) + "; target: " + orNone(difference.target())));
    }

    private static String orNone(String record) {
        return record.isEmpty() ? "none" : record;
    }

    private static String offset(@Nullable Long offset) {
        return offset == null ? "-" : Words.number(offset.longValue());
    }
}
