package io.twinspan.control.check;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.control.scene.Scene;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Looks whether the topics are on both sides, and whether the target can take writes. Confined to one thread. */
public final class TopicChecks {
    private final Scene scene;
    private final Obstacles obstacles;

    public TopicChecks(Scene scene, Obstacles obstacles) {
        this.scene = scene;
        this.obstacles = obstacles;
    }

    /** The topics to move: those of the link that are wanted and have a copy. */
    public List<MovedTopic> examine(Pattern wanted) {
        TopicRules rules = scene.link().rules();
        var names = new TreeSet<String>();
        for (String topic : scene.source().topicNames()) {
            if (rules.reasonAgainst(topic).isEmpty()
                    && !rules.isHeartbeats(topic)
                    && wanted.matcher(topic).matches()) {
                names.add(topic);
            }
        }
        Map<String, TopicDescription> there = scene.source().topics(names);
        Map<String, TopicDescription> here =
                scene.target().topics(names.stream().map(rules::targetTopic).toList());
        var moved = new ArrayList<MovedTopic>();
        var missing = new ArrayList<String>();
        there.forEach((name, topic) -> {
            String copy = rules.targetTopic(name);
            TopicDescription onTarget = here.get(copy);
            if (onTarget == null) {
                missing.add(name);
            } else {
                int partitions = topic.partitions().size();
                if (onTarget.partitions().size() < partitions) {
                    obstacles.add(
                            Kind.PARTITIONS_DIFFER,
                            "topic " + name,
                            "has " + partitions + " partitions, its copy " + copy + " "
                                    + onTarget.partitions().size(),
                            "Wait until the link has added them (refresh.topics.interval.seconds)");
                }
                moved.add(new MovedTopic(name, copy, partitions));
            }
        });
        if (!missing.isEmpty()) {
            obstacles.add(
                    Kind.TOPIC_MISSING,
                    "topics " + Obstacles.some(missing),
                    "are not on " + scene.link().target().alias() + ", so they would be left behind",
                    "Wait until the link has created them, or leave them out with --topics");
        }
        examine(moved, here, wanted);
        return moved;
    }

    /** Whether there are any, and whether the target can take writes. */
    void examine(List<MovedTopic> moved, Map<String, TopicDescription> copies, Pattern wanted) {
        if (moved.isEmpty()) {
            obstacles.addFatal(
                    Kind.NOTHING_TO_MOVE,
                    "link " + scene.link().name(),
                    "has no topic that is on both sides"
                            + (wanted.pattern().equals(".*") ? "" : " and matches --topics"),
                    "");
        }
        producersTopics(moved);
        inSync(copies);
    }

    /** Where copies have names of their own, producers go on under the topic's own name. */
    private void producersTopics(List<MovedTopic> moved) {
        Set<String> renamed = new TreeSet<>();
        moved.stream()
                .filter(topic -> !topic.isSameName())
                .map(MovedTopic::topic)
                .forEach(renamed::add);
        if (renamed.isEmpty()) {
            return;
        }
        renamed.removeAll(scene.target().topics(renamed).keySet());
        if (!renamed.isEmpty()) {
            obstacles.remark(
                    Kind.PRODUCER_TOPIC_MISSING,
                    "topics " + Obstacles.some(renamed),
                    "are not on " + scene.link().target().alias()
                            + " under these names, where producers that move will look for them",
                    "Create them there, unless producers use other names or the cluster creates topics by itself");
        }
    }

    private void inSync(Map<String, TopicDescription> copies) {
        var leaderless = new LinkedHashSet<String>();
        var small = new LinkedHashSet<String>();
        Map<String, Map<String, String>> configs =
                copies.isEmpty() ? Map.of() : scene.target().topicConfigs(copies.keySet());
        copies.forEach((name, topic) -> {
            int needed =
                    Integer.parseInt(configs.getOrDefault(name, Map.of()).getOrDefault("min.insync.replicas", "1"));
            for (TopicPartitionInfo partition : topic.partitions()) {
                String what = name + "-" + partition.partition();
                if (partition.leader() == null) {
                    leaderless.add(what);
                } else if (partition.isr().size() < needed) {
                    small.add(what + " (" + partition.isr().size() + " of " + needed + ")");
                }
            }
        });
        String target = scene.link().target().alias().value();
        if (!leaderless.isEmpty()) {
            obstacles.add(
                    Kind.ISR_TOO_SMALL,
                    "partitions " + Obstacles.some(leaderless) + " of " + target,
                    "have no leader, so nobody can read or write them",
                    "Bring their brokers back");
        }
        if (!small.isEmpty()) {
            obstacles.add(
                    Kind.ISR_TOO_SMALL,
                    "partitions " + Obstacles.some(small) + " of " + target,
                    "have fewer replicas in sync than min.insync.replicas, so producers with acks=all would be refused",
                    "Bring the missing brokers back");
        }
    }
}
