package io.twinspan.control.drill;

import io.twinspan.client.cluster.Problem;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.report.DrillOutcome.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a drill has found, step by step. Immutable.
 *
 * @param obstacles what the failover's own preflight says
 * @param ends where the source's logs ended
 * @param copied how far each was copied
 * @param groups all groups, with the places at which they would go on
 * @param problems what could not be found out of groups
 * @param samples of those that have read
 * @param permissions of the applications that were tried
 * @param refused the applications that could not even connect, and why
 * @param lastSuccess when a drill succeeded last before
 */
record Findings(
        List<Obstacle> obstacles,
        List<DryStep> steps,
        List<MovedTopic> topics,
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Long> copied,
        List<GroupStanding> groups,
        List<Problem> problems,
        List<GroupSample> samples,
        List<Permission> permissions,
        List<String> refused,
        Optional<Instant> lastSuccess) {
    Findings {
        obstacles = List.copyOf(obstacles);
        steps = List.copyOf(steps);
        topics = List.copyOf(topics);
        ends = Map.copyOf(ends);
        copied = Map.copyOf(copied);
        groups = List.copyOf(groups);
        problems = List.copyOf(problems);
        samples = List.copyOf(samples);
        permissions = List.copyOf(permissions);
        refused = List.copyOf(refused);
    }

    /** Why the failover would not work, a sentence each; empty if it would. */
    List<String> reasons() {
        var reasons = new ArrayList<String>();
        obstacles.stream()
                .filter(obstacle -> obstacle.weight() != Obstacle.Weight.REMARK)
                .forEach(obstacle -> reasons.add(obstacle.subject() + ": " + obstacle.what()));
        samples.stream()
                .filter(sample -> !sample.isEqual())
                .forEach(sample ->
                        reasons.add("group " + sample.group() + " would not read the same: " + sample.difference()));
        permissions.stream()
                .filter(permission -> !permission.granted())
                .forEach(permission -> reasons.add(permission.principal() + " lacks " + permission.words()));
        reasons.addAll(refused);
        return reasons;
    }
}
