package io.twinspan.control.drill;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.report.DrillOutcome.Permission;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Tries on the target, with an application's own credentials, whether it could go on there: describes its topics, reads a record of each,
 * and asks for its group's offsets. It joins no group, commits nothing and writes nothing. Confined to the drill's thread.
 *
 * <p>Brokers say of a topic and a group what the one who asks may do with it; that tells of writing, too. Of a group that is not there yet
 * they say nothing, so that ACLs tell.
 */
final class ApplicationTrial {
    private static final String CLIENT_ID = "twinspan-drill";

    private final Application application;
    private final Rights rights;
    private final Duration limit;
    private final List<Permission> permissions = new ArrayList<>();

    /**
     * What is known of the target's ACLs, by those who may read them. Immutable.
     *
     * @param target null if the target has no authorizer
     * @param held topics to which a principal may write once the target is opened
     */
    record Rights(@Nullable AclRules target, Held held) {
        /** Whether opening gives a right to write. */
        interface Held {
            boolean givesWrite(String principal, String topic);
        }
    }

    ApplicationTrial(Application application, Rights rights, Duration limit) {
        this.application = application;
        this.rights = rights;
        this.limit = limit;
    }

    /**
     * What it may do.
     *
     * @throws ReplicationException if it cannot connect
     */
    List<Permission> run(Needs needs) {
        ClusterAccess access = application.access();
        var errors = new ClusterErrors("", access.alias().value());
        try (Admin admin = Admin.create(access.client(CLIENT_ID, limit))) {
            topics(admin, needs);
            needs.groups().forEach(group -> group(admin, group));
            return permissions;
        } catch (KafkaException e) {
            throw errors.explain("connecting as " + application.principal(), e);
        } catch (TransientFailure e) {
            // Its cause says whether it is the credentials or the cluster.
            throw e.getCause() == null ? e : errors.explain("asking as " + application.principal(), e.getCause());
        }
    }

    private void topics(Admin admin, Needs needs) {
        var all = new TreeSet<>(needs.reads());
        all.addAll(needs.writes());
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(all, options).topicNameValues();
        var described = new HashMap<String, TopicDescription>();
        answers.forEach((topic, answer) -> {
            TopicDescription description = optional(answer);
            if (description != null) {
                described.put(topic, description);
            }
        });
        Set<String> readable = new TopicReading(application, limit)
                .readable(described.entrySet().stream()
                        .filter(topic -> needs.reads().contains(topic.getKey()))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                topic -> topic.getValue().partitions().size())));
        for (String topic : needs.reads()) {
            TopicDescription description = described.get(topic);
            // A topic without records gives none to anybody; then the broker's word has to do.
            boolean mayRead = description != null && contains(description.authorizedOperations(), AclOperation.READ);
            add(AclOperation.DESCRIBE, ResourceType.TOPIC, topic, description != null);
            add(AclOperation.READ, ResourceType.TOPIC, topic, mayRead && readable.contains(topic));
        }
        for (String topic : needs.writes()) {
            TopicDescription description = described.get(topic);
            add(AclOperation.WRITE, ResourceType.TOPIC, topic, mayWrite(topic, description));
        }
    }

    /** Now, or once the target is opened. */
    private boolean mayWrite(String topic, @Nullable TopicDescription description) {
        boolean mayNow = description != null
                ? contains(description.authorizedOperations(), AclOperation.WRITE)
                : byAcls(AclOperation.WRITE, ResourceType.TOPIC, topic);
        return mayNow || rights.held().givesWrite(application.principal(), topic);
    }

    private boolean byAcls(AclOperation operation, ResourceType type, String name) {
        AclRules target = rights.target();
        return target == null
                || (application.isKnown() && target.allow(application.principal(), operation, type, name));
    }

    private void group(Admin admin, String group) {
        boolean mayDescribe = isAllowed(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        add(AclOperation.DESCRIBE, ResourceType.GROUP, group, mayDescribe);
        var options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
        var description = optional(admin.describeConsumerGroups(List.of(group), options)
                .describedGroups()
                .get(group));
        Set<AclOperation> operations = description == null ? null : description.authorizedOperations();
        boolean mayRead = operations == null
                ? mayDescribe && byAcls(AclOperation.READ, ResourceType.GROUP, group)
                : operations.contains(AclOperation.READ);
        add(AclOperation.READ, ResourceType.GROUP, group, mayRead);
    }

    private static boolean contains(@Nullable Collection<AclOperation> operations, AclOperation operation) {
        return operations != null && operations.contains(operation);
    }

    private boolean isAllowed(KafkaFuture<?> answer) {
        try {
            application.access().await(answer, limit);
            return true;
        } catch (TransientFailure e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw e;
        }
    }

    /** Null if it may not be known, or is not there. */
    private <T> @Nullable T optional(@Nullable KafkaFuture<T> answer) {
        if (answer == null) {
            return null;
        }
        try {
            return application.access().await(answer, limit);
        } catch (TransientFailure e) {
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw e;
        }
    }

    private void add(AclOperation operation, ResourceType type, String name, boolean granted) {
        permissions.add(new Permission(application.principal(), words(operation, type, name), granted));
    }

    /** In the words of {@code kafka-acls.sh}. */
    static String words(AclOperation operation, ResourceType type, String name) {
        String verb = operation.name().charAt(0) + operation.name().substring(1).toLowerCase(Locale.ROOT);
        return "--operation " + verb + (type == ResourceType.TOPIC ? " --topic '" : " --group '") + name + "'";
    }
}
