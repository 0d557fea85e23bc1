package io.twinspan.app.legacy;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What the two clusters of a mirror say before anything starts. Immutable.
 *
 * @param sourceId the source's cluster id
 * @param targetId the target's
 * @param members how many members the mirror's group has on the source
 */
public record MirrorClusters(String sourceId, String targetId, int members) {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
    private static final int SHORT = 8;

    /**
     * Asks them.
     *
     * @throws ReplicationException if one does not answer, or refuses
     */
    public static MirrorClusters look(MirrorArguments arguments, Duration limit) {
        String target = id(arguments.targetSettings(), new ClusterErrors("", "target"), limit);
        var errors = new ClusterErrors("", "source");
        Admin admin = admin(arguments.sourceSettings(), errors, limit);
        try {
            String source = errors.await(admin.describeCluster().clusterId(), limit, "asking for the cluster's id");
            return new MirrorClusters(source, target, members(admin, arguments.group(), errors, limit));
        } finally {
            admin.close(CLOSE_WAIT);
        }
    }

    private static String id(Map<String, String> settings, ClusterErrors errors, Duration limit) {
        Admin admin = admin(settings, errors, limit);
        try {
            return errors.await(admin.describeCluster().clusterId(), limit, "asking for the cluster's id");
        } finally {
            admin.close(CLOSE_WAIT);
        }
    }

    private static int members(Admin admin, String group, ClusterErrors errors, Duration limit) {
        var answer = admin.describeConsumerGroups(List.of(group)).all();
        Throwable failure = errors.failure(answer, limit);
        if (failure instanceof GroupIdNotFoundException) {
            return 0;
        }
        if (failure != null) {
            throw errors.explain("looking at group " + group, failure);
        }
        return errors.await(answer, limit, "looking at group " + group).values().stream()
                .filter(described ->
                        described.groupState() != GroupState.EMPTY && described.groupState() != GroupState.DEAD)
                .mapToInt(described -> Math.max(1, described.members().size()))
                .sum();
    }

    private static Admin admin(Map<String, String> settings, ClusterErrors errors, Duration limit) {
        var config = new HashMap<String, Object>();
        settings.forEach((key, value) -> {
            if (ClientFile.isOfCluster(key) || ClientFile.isOfConnections(key) || ClientFile.isOfProviders(key)) {
                config.put(key, value);
            }
        });
        config.put("client.id", "twinspan-mirror");
        config.put("default.api.timeout.ms", Math.toIntExact(limit.toMillis()));
        config.put("request.timeout.ms", Math.toIntExact(limit.toMillis() / 2));
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            throw errors.explain("creating an admin client", e);
        }
    }

    /** Whether both files name the same cluster. */
    public boolean areOne() {
        return sourceId.equals(targetId);
    }

    /** A short form of the source's id, for names. */
    public String shortSourceId() {
        return sourceId.substring(0, Math.min(SHORT, sourceId.length()));
    }
}
