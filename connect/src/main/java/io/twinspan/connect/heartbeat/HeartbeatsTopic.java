package io.twinspan.connect.heartbeat;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.Resources;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.connect.sync.TopicReconciler;
import io.twinspan.connect.sync.TopicReconciler.Desired;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.wire.InternalTopics;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that the target has a topic for heartbeats. Thread-safe: keeps nothing. */
final class HeartbeatsTopic {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeartbeatsTopic.class);

    private HeartbeatsTopic() {}

    /**
     * Creates the topic, if it is not there, with one partition and compacted.
     *
     * @throws Misconfigured if it can only be created after a change of settings
     * @throws TransientFailure if it cannot be created now; a missing permission may be granted
     */
    static void ensure(HeartbeatSettings settings, String topic) {
        var errors =
                new ClusterErrors("target.cluster.", settings.link().target().value());
        try (var opened = new Resources("the heartbeat task")) {
            String key = GroupOptions.HEARTBEATS_REPLICATION.name();
            var topics = new TargetTopics(opened.admin(settings::admin, errors), errors, settings.adminTimeout(), key);
            if (topics.observe(List.of(topic)).partitions().containsKey(topic)) {
                return;
            }
            var create = new TopicChange.Create(
                    new Desired(topic, 1, replication(settings, topics.brokers()), InternalTopics.CONFIGS));
            TopicReconciler.requireReplication(List.of(create), topics.brokers(), key);
            for (Problem problem : topics.apply(List.of(create))) {
                throw new TransientFailure(
                        "Heartbeats cannot be written: " + problem + " Or set 'emit.heartbeats.enabled' to false.");
            }
            LOGGER.info("Link {}: created {} on {}", settings.link(), topic, errors.alias());
        } catch (KafkaException e) {
            throw errors.explain("creating topic " + topic, e);
        }
    }

    /** MirrorMaker 2's default of 3 is nobody's choice: a smaller cluster gets as many replicas as it can have. */
    private static short replication(HeartbeatSettings settings, int brokers) {
        short wanted = settings.replication();
        if (settings.isReplicationGiven() || wanted <= brokers) {
            return wanted;
        }
        LOGGER.info(
                "Link {}: the heartbeats topic gets {} replicas instead of {} by default, since {} has no more brokers",
                settings.link(),
                brokers,
                wanted,
                settings.link().target());
        return (short) brokers;
    }
}
