package io.twinspan.control.verify;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.link.BatchScan;
import io.twinspan.link.ScanConfig;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.model.error.Misconfigured;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * How both sides of a link are read. Immutable.
 *
 * @param clientId what the clusters' operators see
 * @param rateBytes bytes a second of both clusters together
 * @param memoryBytes bound of the receive buffers
 */
public record LinkScan(VerifiedLink link, String clientId, long rateBytes, long memoryBytes) {
    private static final long LEAST_BYTES = 64 << 10;
    private static final long MOST_PARTITION_BYTES = 4 << 20;
    private static final long STEPS_PER_SECOND = 8;
    private static final long PATIENCE_MS = 60_000;

    /** Half of it is for one answer: what a broker has to fetch from tiered storage takes a while. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    /**
     * Opens it; whoever gets it closes it.
     *
     * @param atOnce how many partitions will be read at the same time, about
     * @param sourceTopics all topics of the source that will be read
     * @param targetTopics the same for the target
     * @throws Misconfigured if a setting of the connections is wrong
     */
    public BatchScan open(int atOnce, Collection<String> sourceTopics, Collection<String> targetTopics) {
        return new BatchScan(config(Math.max(1, atOnce)), exchange(), sourceTopics, targetTopics);
    }

    private ScanConfig config(int atOnce) {
        long share = Math.max(LEAST_BYTES, Math.min(MOST_PARTITION_BYTES, memoryBytes / (4L * atOnce)));
        // A slow pace needs small steps, or it would come in bursts.
        long step = Math.max(LEAST_BYTES, rateBytes / STEPS_PER_SECOND);
        long answer = Math.min(step, Math.max(share, Math.min(memoryBytes / 8, 4L * MOST_PARTITION_BYTES)));
        return new ScanConfig(
                link.readCommitted(), memoryBytes, (int) answer, (int) Math.min(answer, share), rateBytes, PATIENCE_MS);
    }

    private KafkaExchange exchange() {
        ClusterAccess source = link.view().source();
        ClusterAccess target = link.view().target();
        try {
            return new KafkaExchange(
                    source.client(clientId, READ_LIMIT),
                    target.client(clientId, READ_LIMIT),
                    clientId,
                    2 * memoryBytes / 3);
        } catch (ConfigException e) {
            throw new Misconfigured(
                    source.alias() + ".*, " + target.alias() + ".*",
                    "link " + link.view().name() + ": a setting of its connections is wrong: " + e.getMessage(),
                    e);
        } catch (KafkaException e) {
            throw new Misconfigured(
                    source.alias() + ".*, " + target.alias() + ".*",
                    "link " + link.view().name() + ": its connections cannot be prepared: " + e.getMessage()
                            + ". Look at the 'ssl.*' and 'sasl.*' settings of both clusters.",
                    e);
        }
    }
}
