package io.twinspan.control.fence;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.link.WriteProbe;
import io.twinspan.link.WriteProbe.Answer;
import io.twinspan.link.protocol.SharedTls;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks every leader whether it may still write, and writes nothing. Confined to one thread.
 */
public final class Canary implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final ClusterAccess cluster;
    private final Map<String, Object> client;
    private final boolean isApplications;
    private @Nullable WriteProbe probe;

    /**
     * @param cluster whose topics they are
     * @param application the settings of a producer of the application's; nothing to ask as who works here
     */
    public Canary(ClusterAccess cluster, Map<String, Object> application) {
        this.cluster = cluster;
        this.isApplications = !application.isEmpty();
        var settings = new HashMap<>(isApplications ? application : cluster.connection());
        SharedTls.use(settings);
        this.client = Map.copyOf(settings);
    }

    /**
     * What the canary found. Immutable.
     *
     * @param isProof whether every leader refuses it
     * @param mayBecomeProof whether asking again may show more
     * @param isConclusive whether a fence that works would be proof at last, so that without proof it does not work
     * @param detail for people
     */
    public record Finding(boolean isProof, boolean mayBecomeProof, boolean isConclusive, String detail) {}

    /** Asks all leaders. */
    public Finding ask(Collection<TopicPartition> partitions, AclFence fence) {
        if (!isApplications && !fence.binds(cluster.principal())) {
            return new Finding(
                    false,
                    false,
                    false,
                    "the fence does not bind " + cluster.principal()
                            + "; an application's settings, given with --canary-config, would make it one");
        }
        try {
            WriteProbe open = probe;
            if (open == null) {
                open = new WriteProbe(client, "twinspan-canary");
                probe = open;
            }
            Map<TopicPartition, Answer> answers = open.ask(partitions, ANSWER_LIMIT);
            long allowed =
                    answers.values().stream().filter(Answer.ALLOWED::equals).count();
            long unknown =
                    answers.values().stream().filter(Answer.UNKNOWN::equals).count();
            return new Finding(
                    allowed == 0 && unknown == 0,
                    true,
                    isApplications,
                    "it may write to " + allowed + " partitions"
                            + (unknown == 0 ? "" : ", and the leaders of " + unknown + " do not say"));
        } catch (ReplicationException e) {
            return new Finding(false, true, isApplications, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        if (probe != null) {
            probe.close();
        }
    }
}
