package io.twinspan.control.preflight;

import io.twinspan.control.preflight.LinkReport.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * The look at settings of the target that a copied batch would meet: its size limit, and a codec that makes the brokers
 * recompress. What this principal may not see is left out, with a note.
 *
 * <p>Confined to the calling thread; used once.
 */
final class LimitExamination {
    private static final String SIZE = "max.message.bytes";
    private static final String CODEC = "compression.type";

    private final LinkPlan plan;
    private final ClusterProbe source;
    private final ClusterProbe target;
    private final List<Finding> findings;

    LimitExamination(LinkPlan plan, ClusterProbe source, ClusterProbe target, List<Finding> findings) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.findings = findings;
    }

    void examine(List<Topic> topics) throws TimeoutException {
        Map<String, Config> sources =
                topicConfigs(source, topics.stream().map(Topic::source).toList());
        Map<String, Config> targets = topicConfigs(
                target, topics.stream().filter(Topic::exists).map(Topic::target).toList());
        @Nullable Config broker = brokerConfig();
        for (Topic topic : topics) {
            @Nullable Config from = sources.get(topic.source());
            @Nullable Config to = targets.get(topic.target());
            size(topic, from, to, broker);
            codec(topic, to, broker);
        }
    }

    private void size(Topic topic, @Nullable Config from, @Nullable Config to, @Nullable Config broker) {
        if (from == null || (plan.duties().configs() && isSetOnTopic(from.get(SIZE)))) {
            return; // Unknown, or copied together with the topic's other settings.
        }
        long sourceSize = number(from.get(SIZE));
        long targetSize =
                to != null ? number(to.get(SIZE)) : broker == null ? -1 : number(broker.get("message.max.bytes"));
        if (sourceSize > targetSize && targetSize >= 0) {
            findings.add(Finding.warning(
                    plan.name().toString(),
                    "topic " + topic.source() + " takes batches of " + sourceSize + " bytes, but " + topic.target()
                            + " in " + plan.name().target() + " only " + targetSize,
                    "raise " + SIZE + " of " + topic.target() + " or message.max.bytes of "
                            + plan.name().target()));
        }
    }

    private void codec(Topic topic, @Nullable Config to, @Nullable Config broker) {
        @Nullable ConfigEntry entry = to != null ? to.get(CODEC) : broker == null ? null : broker.get(CODEC);
        if (entry != null && entry.value() != null && !entry.value().equals("producer")) {
            findings.add(Finding.warning(
                    plan.name().toString(),
                    CODEC + " = " + entry.value() + " for " + topic.target() + " makes the brokers of "
                            + plan.name().target() + " decompress and compress every batch again",
                    "set it to producer there"));
        }
    }

    private static boolean isSetOnTopic(@Nullable ConfigEntry entry) {
        return entry != null && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }

    private static long number(@Nullable ConfigEntry entry) {
        return entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
    }

    private Map<String, Config> topicConfigs(ClusterProbe cluster, List<String> names) throws TimeoutException {
        Map<String, Config> found = new HashMap<>();
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        int unseen = 0;
        for (var answer : cluster.admin().describeConfigs(resources).values().entrySet()) {
            try {
                found.put(answer.getKey().name(), cluster.await(answer.getValue()));
            } catch (ExecutionException e) {
                unseen++;
            }
        }
        if (unseen > 0) {
            findings.add(Finding.note(
                    plan.name().toString(),
                    "the settings of " + unseen + " topics of "
                            + cluster.access().alias() + " cannot be seen, so their limits were not compared"));
        }
        return found;
    }

    private @Nullable Config brokerConfig() throws TimeoutException {
        var broker = new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(target.anyBroker()));
        try {
            return target.await(target.admin().describeConfigs(List.of(broker)).all())
                    .get(broker);
        } catch (ExecutionException e) {
            return null; // Needs DESCRIBE_CONFIGS on the cluster, which a link otherwise does without.
        }
    }
}
