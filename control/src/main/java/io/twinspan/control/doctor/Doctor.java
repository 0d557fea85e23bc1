package io.twinspan.control.doctor;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.InventoryReader;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what limits a link: looks twice, and asks both clusters in between. Changes nothing. Confined to the calling thread; every step is
 * bounded in time.
 */
public final class Doctor implements AutoCloseable {
    private static final String CLIENT_ID = "twinspan-doctor";
    private static final String USER_PREFIX = "User:";

    private final LinkView link;
    private final Duration limit;
    private final InventoryReader reader;
    private @Nullable Inventory before;

    /** A doctor that waits at most so long for each answer. */
    public Doctor(LinkView link, Clock clock, Duration limit) {
        this.link = link;
        this.limit = limit;
        this.reader = new InventoryReader(clock, limit);
    }

    /** Looks for the first time. */
    public void begin() {
        before = reader.read(List.of(link));
    }

    /** Looks again, some seconds later, and says what was found. */
    public Diagnosis end() {
        Inventory first = before;
        if (first == null) {
            throw new IllegalStateException("the doctor has not begun to look");
        }
        Inventory second = reader.read(List.of(link));
        LinkStatus status = second.links().get(0);
        if (!status.target().isReached()) {
            return Diagnosis.ofUnreached(status.link(), status.target().why());
        }
        double seconds = (second.takenAtMs() - first.takenAtMs()) / 1_000.0;
        return Diagnosis.of(examine(status, Examined.rates(first.links().get(0), status, seconds), seconds));
    }

    private Examined examine(LinkStatus status, List<PartitionRate> rates, double seconds) {
        var untold = new ArrayList<>(status.notes());
        var quotas = new ArrayList<QuotaLimit>();
        List<TargetPartition> target = List.of();
        var leaders = new SourceProbe.Leaders(Map.of(), Map.of());
        Map<TopicPartition, Long> timesToLoss = Map.of();
        try (Admin admin = Admin.create(link.target().client(CLIENT_ID, limit))) {
            target = new TargetProbe(link.target(), admin, limit, untold).partitions(written(status));
            quotas(link.target(), admin, "producer_byte_rate", link.settings().targetClientIds(), quotas, untold);
        } catch (TransientFailure | KafkaException e) {
            untold.add("the state of " + link.target().alias() + ": " + e.getMessage());
        }
        if (status.source().isReached()) {
            try (Admin admin = Admin.create(link.source().client(CLIENT_ID, limit))) {
                var probe = new SourceProbe(link.source(), admin, limit, untold);
                leaders = probe.leaders(status);
                timesToLoss = probe.timesToLoss(rates);
                quotas(
                        link.source(),
                        admin,
                        "consumer_byte_rate",
                        link.settings().sourceClientIds(),
                        quotas,
                        untold);
            } catch (TransientFailure | KafkaException e) {
                untold.add("the state of " + link.source().alias() + ": " + e.getMessage());
            }
        }
        return new Examined(
                status,
                link.settings(),
                seconds,
                rates,
                leaders.brokers(),
                leaders.leaders(),
                target,
                quotas,
                timesToLoss,
                untold);
    }

    /** The topics that the link writes, its own included. */
    private Set<String> written(LinkStatus status) {
        var topics = new TreeSet<String>(List.of(link.positionsTopic()));
        status.topics().stream().map(TopicStatus::targetTopic).forEach(topics::add);
        return topics;
    }

    private void quotas(
            ClusterAccess cluster,
            Admin admin,
            String key,
            List<String> clientIds,
            List<QuotaLimit> found,
            List<String> untold) {
        try {
            var all = cluster.await(
                    admin.describeClientQuotas(ClientQuotaFilter.all()).entities(), limit);
            String principal = cluster.principal();
            var quotas = new Quotas(
                    cluster.alias().value(),
                    all,
                    principal.startsWith(USER_PREFIX) ? principal.substring(USER_PREFIX.length()) : null,
                    clientIds);
            quotas.of(key).ifPresent(found::add);
            if (quotas.mayMissOne()) {
                untold.add("whether one of the quotas by user of " + cluster.alias() + " is the link's: its user is "
                        + principal);
            }
        } catch (TransientFailure e) {
            untold.add("the quotas of " + cluster.alias() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
