package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * An admin client, and whether closing it is up to us. Thread-safe: so is the client.
 *
 * @param isOurs whether it was opened here, and not lent by the caller
 */
record AdminLease(Admin admin, boolean isOurs) implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    /**
     * One of our own.
     *
     * @throws io.twinspan.model.error.ReplicationException if the settings cannot be used
     */
    static AdminLease opened(Map<String, Object> settings, ClusterErrors errors) {
        try {
            return new AdminLease(Admin.create(settings), true);
        } catch (KafkaException e) {
            throw errors.explain("creating an admin client", e);
        }
    }

    /** One that the caller closes. */
    static AdminLease borrowed(Admin admin) {
        return new AdminLease(admin, false);
    }

    @Override
    public void close() {
        if (isOurs) {
            admin.close(CLOSE_WAIT);
        }
    }
}
