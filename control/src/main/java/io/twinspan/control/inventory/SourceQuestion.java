package io.twinspan.control.inventory;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.Contact;
import io.twinspan.control.inventory.SourceAnswer.Topic;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks a link's source for its topics and where their logs begin and end. Confined to the calling thread; every step is bounded in time.
 */
final class SourceQuestion {
    private static final Duration KNOCK = Duration.ofSeconds(3);
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final LinkView link;
    private final ClusterAccess source;
    private final Duration limit;

    SourceQuestion(LinkView link, Duration limit) {
        this.link = link;
        this.source = link.source();
        this.limit = limit;
    }

    /** The answer; a source that gives none is an answer, too. */
    SourceAnswer ask(Collection<String> known) {
        // A client would try for as long as it may, though nobody listens.
        Optional<String> closed = Contact.problem(source, KNOCK);
        if (closed.isPresent()) {
            return SourceAnswer.none("cannot connect to " + closed.get());
        }
        try (Admin admin = Admin.create(source.client("twinspan-status", limit))) {
            return ask(admin, known);
        } catch (TransientFailure e) {
            return SourceAnswer.none(String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return SourceAnswer.none(String.valueOf(source.unanswered(e).getMessage()));
        }
    }

    /** Somebody else may have stored a position of a topic that no cluster can have. */
    static boolean isTopicName(String topic) {
        return TOPIC_NAME.matcher(topic).matches();
    }

    private SourceAnswer ask(Admin admin, Collection<String> known) {
        Set<String> wanted = new TreeSet<>(known);
        wanted.removeIf(topic -> !isTopicName(topic));
        for (String topic : source.await(admin.listTopics().names(), limit)) {
            if (link.rules().reasonAgainst(topic).isEmpty()) {
                wanted.add(topic);
            }
        }
        var described = new TreeMap<String, TopicDescription>();
        var untold = new TreeMap<String, String>();
        admin.describeTopics(wanted).topicNameValues().forEach((name, answer) -> {
            try {
                described.put(name, source.await(answer, limit));
            } catch (TransientFailure e) {
                // A topic that is gone from the source has no lag.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    untold.put(name, String.valueOf(e.getMessage()));
                }
            }
        });
        Map<String, Topic> topics = logs(admin, described, untold);
        boolean saidNothing = !untold.isEmpty()
                && topics.values().stream().allMatch(topic -> topic.ends().isEmpty());
        return saidNothing
                ? SourceAnswer.none(untold.values().iterator().next())
                : new SourceAnswer(Reach.REACHED, topics, untold);
    }

    private Map<String, Topic> logs(Admin admin, Map<String, TopicDescription> described, Map<String, String> untold) {
        var starts = offsets(admin, described.values(), OffsetSpec.earliest());
        var ends = offsets(admin, described.values(), OffsetSpec.latest());
        var topics = new HashMap<String, Topic>();
        described.forEach((name, topic) -> {
            var numbers = new HashSet<Integer>();
            var startsOf = new HashMap<Integer, Long>();
            var endsOf = new HashMap<Integer, Long>();
            topic.partitions().forEach(info -> {
                var partition = new TopicPartition(name, info.partition());
                numbers.add(info.partition());
                take(starts, partition, startsOf, untold);
                take(ends, partition, endsOf, untold);
            });
            topics.put(name, new Topic(topic.topicId(), numbers, startsOf, endsOf));
        });
        return topics;
    }

    private static ListOffsetsResult offsets(Admin admin, Collection<TopicDescription> topics, OffsetSpec which) {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        topics.forEach(topic -> topic.partitions()
                .forEach(info -> asked.put(new TopicPartition(topic.name(), info.partition()), which)));
        return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    }

    /** A partition without a leader must not hide the others. */
    private void take(
            ListOffsetsResult answer,
            TopicPartition partition,
            Map<Integer, Long> offsets,
            Map<String, String> untold) {
        try {
            offsets.put(
                    partition.partition(),
                    source.await(answer.partitionResult(partition), limit).offset());
        } catch (TransientFailure e) {
            untold.putIfAbsent(partition.toString(), String.valueOf(e.getMessage()));
        }
    }
}
