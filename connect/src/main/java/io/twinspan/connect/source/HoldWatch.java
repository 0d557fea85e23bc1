package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.ControlRecords;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether an operator lets a link change anything on its target besides copying: its configs, ACLs and groups' offsets. Whoever
 * changes something looks at the source first, then asks here, and changes only then: what an operation does at the source, it does
 * after it has stored that the link is to keep quiet, so that nothing of it is carried over. Confined to one thread.
 */
public final class HoldWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(HoldWatch.class);

    private final LinkName link;
    private final String controlTopic;
    private final Map<String, Object> client;
    private final ClusterErrors errors;
    private final Level unheld;
    private final Duration limit;
    private boolean hasComplained;

    /**
     * Asks nobody yet.
     *
     * @param client a consumer's configuration
     * @param unheld what holds as long as nobody has said anything
     * @param limit how long the cluster may take
     */
    public HoldWatch(
            LinkName link,
            String controlTopic,
            Map<String, Object> client,
            ClusterErrors errors,
            Level unheld,
            Duration limit) {
        this.link = link;
        this.controlTopic = controlTopic;
        this.client = client;
        this.errors = errors;
        this.unheld = unheld;
        this.limit = limit;
    }

    /** What a link obeys as long as nobody has said anything. */
    public static LinkHold unheld(LinkConfiguration config) {
        boolean standsBy = config.get(LinkOptions.STANDBY);
        return new LinkHold(
                standsBy ? Level.HELD : Level.FREE, "link.standby", 0, "the link stands by, as the file says");
    }

    /**
     * Whether nothing holds the link back, as of now.
     *
     * @throws ReplicationException if that cannot be told
     */
    public boolean mayChange() {
        var said = new AtomicReference<>(unheld);
        try (var reader = new TopicReader(controlTopic, client, errors, record -> take(record, said))) {
            reader.readAll(limit);
            hasComplained = false;
        } catch (Misconfigured e) {
            if (!hasComplained) {
                hasComplained = true;
                LOGGER.warn(
                        "Link {}: operators' orders are not heard, so none can hold it back: {}", link, e.getMessage());
            }
        }
        return said.get() == Level.FREE;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, AtomicReference<Level> said) {
        if (ControlRecords.decode(record.key(), record.value()) instanceof LinkHold hold) {
            said.set(hold.level());
        }
    }
}
