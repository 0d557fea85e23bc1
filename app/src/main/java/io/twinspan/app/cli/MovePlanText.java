package io.twinspan.app.cli;

import io.twinspan.control.check.Obstacle;
import io.twinspan.control.check.Obstacles;
import io.twinspan.control.failover.Failover;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.operation.Step;
import java.time.Duration;
import java.util.List;

/** What a move would do, for people and for programs. Thread-safe: pure functions. */
final class MovePlanText {
    private MovePlanText() {}

    static String of(Failover.Plan plan, LinkView link) {
        var text = new StringBuilder();
        int partitions = plan.found().topics().stream()
                .mapToInt(topic -> topic.partitions())
                .sum();
        text.append(plan.isReady() ? "ready" : "NOT READY")
                .append(": ")
                .append(link.name())
                .append(", ")
                .append(plan.found().topics().size())
                .append(" topics with ")
                .append(partitions)
                .append(" partitions, ")
                .append(plan.found().groups().size())
                .append(" groups; ")
                .append(plan.found().left())
                .append("\n\n");
        var table = new TextTable();
        table.row("STEP", "ABOUT", "AT MOST", "WHAT IT DOES");
        Duration all = Duration.ZERO;
        for (Step step : plan.steps()) {
            all = all.plus(step.estimate());
            table.row(step.name(), DurationText.of(step.estimate()), DurationText.of(step.limit()), step.title());
        }
        text.append(table).append("\n\nabout ").append(DurationText.of(all)).append(" in all");
        section(text, "in the way", plan.obstacles(), false);
        section(text, "to know", plan.obstacles(), true);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<Obstacle> obstacles, boolean remarks) {
        List<Obstacle> shown = obstacles.stream()
                .filter(one -> (one.weight() == Obstacle.Weight.REMARK) == remarks)
                .toList();
        if (!shown.isEmpty()) {
            text.append("\n\n")
                    .append(title)
                    .append(":\n")
                    .append("  ")
                    .append(String.join("\n  ", Obstacles.sentences(shown)));
        }
    }

    /** The shape of {@code --dry-run --json}. Immutable. */
    record Json(
            boolean ready, int topics, int groups, String left, List<StepJson> steps, List<ObstacleJson> obstacles) {}

    /** A step. Immutable. */
    record StepJson(String step, String does, long estimateMs, long limitMs) {}

    /** An obstacle. Immutable. */
    record ObstacleJson(String kind, String weight, String subject, String what, String cure) {}

    static Json json(Failover.Plan plan) {
        return new Json(
                plan.isReady(),
                plan.found().topics().size(),
                plan.found().groups().size(),
                plan.found().left(),
                plan.steps().stream()
                        .map(step -> new StepJson(
                                step.name(),
                                step.title(),
                                step.estimate().toMillis(),
                                step.limit().toMillis()))
                        .toList(),
                plan.obstacles().stream()
                        .map(one -> new ObstacleJson(
                                one.kind().text(), one.weight().name(), one.subject(), one.what(), one.cure()))
                        .toList());
    }
}
