package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;

/** What a connector or a task holds open; it is closed in the reverse order, and may be opened anew after that. Thread-safe. */
public final class Resources implements AutoCloseable {
    private static final Duration ADMIN_CLOSE_WAIT = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final String owner;

    /** @param owner whose they are, for the log */
    public Resources(String owner) {
        this.owner = owner;
    }

    /** Takes over something to be closed. */
    public <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Opens an admin client; a cluster that it cannot be made for is explained. */
    public Admin admin(Supplier<? extends Admin> opener, ClusterErrors errors) {
        try {
            Admin admin = opener.get();
            open.push(() -> admin.close(ADMIN_CLOSE_WAIT));
            return admin;
        } catch (KafkaException e) {
            throw errors.explain("creating an admin client", e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable one = open.poll(); one != null; one = open.poll()) {
            Utils.closeQuietly(one, "a part of " + owner);
        }
    }
}
