package io.twinspan.control.drill;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.group.GroupStanding;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What an application will have to be able to do on the target: what it does on the source. Immutable.
 *
 * @param reads copies that it will read
 * @param writes topics that it will write to, under their own names
 * @param groups its consumer groups
 */
record Needs(Set<String> reads, Set<String> writes, Set<String> groups) {

    /**
     * What the source says of it: its ACLs, and where its group stands. If nothing does, it is to be able to read everything.
     *
     * @param source null if the source has no authorizer
     */
    static Needs of(
            Application application,
            @Nullable AclRules source,
            Collection<MovedTopic> topics,
            Collection<GroupStanding> standings) {
        Set<String> groups = new TreeSet<>();
        application.group().ifPresent(groups::add);
        Optional<AclRules> rules = Optional.ofNullable(source).filter(any -> application.isKnown());
        if (application.group().isEmpty()) {
            rules.ifPresent(acls -> standings.stream()
                    .map(GroupStanding::group)
                    .filter(group -> acls.allow(application.principal(), AclOperation.READ, ResourceType.GROUP, group))
                    .forEach(groups::add));
        }
        Set<String> read = new TreeSet<>();
        application
                .group()
                .ifPresent(own -> standings.stream()
                        .filter(standing -> standing.group().equals(own))
                        .flatMap(standing -> standing.places().stream())
                        .forEach(place -> read.add(place.source().topic())));
        Set<String> reads = new TreeSet<>();
        Set<String> writes = new TreeSet<>();
        for (MovedTopic topic : topics) {
            boolean mayRead = rules.map(acls -> allows(acls, application, AclOperation.READ, topic))
                    .orElse(read.isEmpty());
            if (mayRead || read.contains(topic.topic())) {
                reads.add(topic.copy());
            }
            if (rules.map(acls -> allows(acls, application, AclOperation.WRITE, topic))
                    .orElse(false)) {
                writes.add(topic.topic());
            }
        }
        return new Needs(reads, writes, groups);
    }

    private static boolean allows(AclRules acls, Application application, AclOperation operation, MovedTopic topic) {
        return acls.allow(application.principal(), operation, ResourceType.TOPIC, topic.topic());
    }

    /** Whether nothing is known of it at all. */
    boolean isEmpty() {
        return reads.isEmpty() && writes.isEmpty() && groups.isEmpty();
    }
}
