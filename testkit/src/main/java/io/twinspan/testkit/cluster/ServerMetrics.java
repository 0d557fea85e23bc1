package io.twinspan.testkit.cluster;

import com.yammer.metrics.core.MetricsRegistry;
import java.util.List;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/**
 * The metrics of all nodes of this JVM, which Kafka keeps in one static registry. A node that ends leaves some of them there, and with them
 * itself: all its logs, caches and open requests, about 5 MB each. So they are forgotten when the last node has ended. Thread-safe.
 */
final class ServerMetrics {
    private static int nodes;

    private ServerMetrics() {}

    /** A node begins. */
    static synchronized void nodeBegins() {
        nodes++;
    }

    /** It has ended. */
    static synchronized void nodeHasEnded() {
        nodes--;
        if (nodes == 0) {
            MetricsRegistry registry = KafkaYammerMetrics.defaultRegistry();
            List.copyOf(registry.allMetrics().keySet()).forEach(registry::removeMetric);
        }
    }
}
