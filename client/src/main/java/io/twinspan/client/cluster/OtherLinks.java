package io.twinspan.client.cluster;

import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The links into both clusters of a link besides it, by the positions topics that they store. They matter where topics have the same
 * name everywhere. Immutable.
 *
 * @param isBackThere whether there is a link from the target to the source
 * @param thirds the aliases of clusters that have a link into both
 * @param trouble why it is not known, for people; empty if it is
 */
public record OtherLinks(boolean isBackThere, Set<String> thirds, String trouble) {
    /** There are none. */
    public static final OtherLinks NONE = new OtherLinks(false, Set.of(), "");

    public OtherLinks {
        thirds = Set.copyOf(thirds);
    }

    /** Nothing is known, and why. */
    public static OtherLinks unknown(String trouble) {
        return new OtherLinks(false, Set.of(), trouble);
    }

    /** Looks for them on both clusters. */
    public static OtherLinks find(LinkName link, Side source, Side target) {
        Set<String> intoSource = source.linksInto();
        Set<String> thirds = new TreeSet<>(target.linksInto());
        thirds.retainAll(intoSource);
        thirds.remove(link.source().value());
        thirds.remove(link.target().value());
        if (intoSource.contains(link.target().value())) {
            return new OtherLinks(true, thirds, "");
        }
        // A topic that may not be described is not in the list.
        String back = InternalTopics.positions(link.target().value());
        return source.isHidden(back)
                ? unknown(trouble(back, link.source().value()))
                : new OtherLinks(false, thirds, "");
    }

    /** Why it is not known if a positions topic may not be read, and what to do about it. */
    public static String trouble(String topic, String cluster) {
        return "what other links bring is not known, since topic " + topic + " of " + cluster
                + " may not be read: grant READ and DESCRIBE on topics with the prefix 'mm2-positions.' of " + cluster;
    }

    /** One of the two clusters. Immutable, as far as its client is. */
    public record Side(Admin admin, ClusterErrors errors, Duration timeout) {
        private Set<String> linksInto() {
            var options = new ListTopicsOptions().timeoutMs(timeoutMs());
            var aliases = new TreeSet<String>();
            errors.await(admin.listTopics(options).names(), timeout, "listing topics").stream()
                    .map(InternalTopics::sourceOfPositions)
                    .flatMap(Optional::stream)
                    .forEach(aliases::add);
            return aliases;
        }

        private boolean isHidden(String topic) {
            var answer = admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(timeoutMs()))
                    .topicNameValues()
                    .get(topic);
            Throwable failure = errors.failure(answer, timeout);
            if (failure == null || failure instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            if (failure instanceof AuthorizationException) {
                return true;
            }
            throw errors.explain("looking for topic " + topic, failure);
        }

        private int timeoutMs() {
            return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        }
    }
}
