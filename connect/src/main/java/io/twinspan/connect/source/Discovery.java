package io.twinspan.connect.source;

import io.twinspan.client.cluster.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a link found to copy: its topics, and what could not be looked at. Immutable.
 *
 * <p>One topic that cannot be described (deleted in between, or refused) is a {@link Problem} of its own and takes nothing else
 * down; MirrorMaker 2 fails the whole discovery there.
 *
 * @param topics in the order of their names
 */
record Discovery(List<SourceTopic> topics, List<Problem> problems) {

    Discovery {
        topics = List.copyOf(topics);
        problems = List.copyOf(problems);
    }

    /** A topic of the source and where it goes. Immutable. */
    record SourceTopic(String name, String target, int partitions) {}

    /**
     * What the source said of one topic. Immutable.
     *
     * @param refusal why there is no description, or null if there is one
     */
    record Described(int partitions, @Nullable String refusal) {

        static Described partitions(int partitions) {
            return new Described(partitions, null);
        }

        static Described refused(String why) {
            return new Described(0, why);
        }
    }

    /** The selected ones among the names that a cluster listed, in order. */
    static List<String> select(Collection<String> listed, TopicSelection selection) {
        return new TreeSet<>(listed).stream().filter(selection::selects).toList();
    }

    /** The outcome, from what the source said of each selected topic. */
    static Discovery of(TopicSelection selection, Map<String, Described> described) {
        var topics = new ArrayList<SourceTopic>();
        var problems = new ArrayList<Problem>();
        var ownerOf = new HashMap<String, String>();
        for (String name : new TreeSet<>(described.keySet())) {
            Described topic = described.getOrDefault(name, Described.refused("it was not described"));
            if (topic.refusal() != null) {
                problems.add(new Problem("source topic " + name, topic.refusal()));
                continue;
            }
            String target = selection.targetOf(name);
            String owner = ownerOf.putIfAbsent(target, name);
            if (owner != null) {
                problems.add(new Problem(
                        "source topic " + name,
                        "is left out, because " + owner + " already goes to target topic " + target
                                + "; exclude one of the two in 'topics.exclude' or change 'replication.policy.class'"));
                continue;
            }
            topics.add(new SourceTopic(name, target, topic.partitions()));
        }
        return new Discovery(topics, problems);
    }
}
