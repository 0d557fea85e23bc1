package io.twinspan.testkit.cluster;

import java.util.Map;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;

/**
 * A real distributed Connect worker in this JVM, spoken to by its REST interface only. Several with one group share the work.
 *
 * <p>Plug-ins are those of the class path. Thread-safe.
 */
public final class EmbeddedConnect extends ConnectWorker {
    private final Connect<DistributedHerder> connect;

    private EmbeddedConnect(Connect<DistributedHerder> connect) {
        super(connect.rest().advertisedUrl());
        this.connect = connect;
    }

    /** What a worker answered. Immutable. */
    public record Reply(int status, String body) {
        /** Whether the worker did, or will do, what was asked. */
        public boolean isOk() {
            return status / 100 == 2;
        }
    }

    /**
     * Starts a worker whose topics are on this cluster, and returns when it answers requests.
     *
     * @param group the name of the Connect cluster, also the start of its topics' names
     * @param settings the worker's settings that differ
     */
    public static EmbeddedConnect start(KafkaCluster cluster, String group, Map<String, String> settings) {
        Map<String, String> worker = settings(cluster, group, settings);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            return new EmbeddedConnect(new ConnectDistributed(new String[0]).startConnect(worker));
        } finally {
            // Starting a worker leaves its plug-in class loader behind.
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }
}
