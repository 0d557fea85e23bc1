package io.twinspan.testkit.cluster;

import com.yammer.metrics.core.MetricsRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/**
 * The metrics of all nodes of this JVM, which Kafka keeps in one static registry. A node that ends leaves some of them there, and with them
 * itself: all its logs, caches and open requests, about 5 MB each. So they are forgotten when the last node has ended. Thread-safe.
 */
final class ServerMetrics {
    private static final Set<EmbeddedNode> NODES = new HashSet<>();

    private ServerMetrics() {}

    /** A node begins. */
    static synchronized void begins(EmbeddedNode node) {
        NODES.add(node);
    }

    /** It has ended; no matter if it had not begun. */
    static synchronized void hasEnded(EmbeddedNode node) {
        if (NODES.remove(node) && NODES.isEmpty()) {
            MetricsRegistry registry = KafkaYammerMetrics.defaultRegistry();
            List.copyOf(registry.allMetrics().keySet()).forEach(registry::removeMetric);
        }
    }
}
