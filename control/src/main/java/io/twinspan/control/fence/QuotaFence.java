package io.twinspan.control.fence;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;

/**
 * The quota that brakes producers: one byte a second for everybody who writes to the cluster, to whatever topic. Quotas of single users and
 * clients count more than the default, so they are lowered, too. Confined to one thread.
 */
public final class QuotaFence {
    private static final String KEY = "producer_byte_rate";
    private static final double BRAKED = 1;

    private final ClusterClient cluster;

    public QuotaFence(ClusterClient cluster) {
        this.cluster = cluster;
    }

    /**
     * A quota of some clients. Immutable.
     *
     * @param entity whom it binds: types and names, an empty name for the default
     * @param bytesPerSecond null for none
     */
    public record Quota(
            Map<String, String> entity, @Nullable Double bytesPerSecond) {
        public Quota {
            entity = Map.copyOf(entity);
        }

        /** For people. */
        @Override
        public String toString() {
            return KEY + (bytesPerSecond == null ? " unset" : " = " + bytesPerSecond) + " for " + entity;
        }
    }

    /** The quotas as they are, of all that are to be lowered. */
    public List<Quota> current() {
        var quotas = new ArrayList<Quota>();
        boolean hasDefault = false;
        Map<ClientQuotaEntity, Map<String, Double>> described = cluster.await(
                cluster.admin().describeClientQuotas(ClientQuotaFilter.all()).entities());
        for (Map.Entry<ClientQuotaEntity, Map<String, Double>> one : described.entrySet()) {
            Double rate = one.getValue().get(KEY);
            Map<String, String> entity = names(one.getKey());
            hasDefault |= isEverybody(entity);
            if ((rate != null || isEverybody(entity)) && (rate == null || rate > BRAKED)) {
                quotas.add(new Quota(entity, rate));
            }
        }
        if (!hasDefault) {
            quotas.add(new Quota(Map.of(ClientQuotaEntity.USER, ""), null));
        }
        return quotas;
    }

    private static boolean isEverybody(Map<String, String> entity) {
        return entity.equals(Map.of(ClientQuotaEntity.USER, ""));
    }

    private static Map<String, String> names(ClientQuotaEntity entity) {
        var names = new HashMap<String, String>();
        entity.entries().forEach((type, name) -> names.put(type, name == null ? "" : name));
        return names;
    }

    /** Brakes all of these. */
    public void brake(List<Quota> quotas) {
        set(quotas.stream().map(quota -> new Quota(quota.entity(), BRAKED)).toList());
    }

    /** Sets those as given that brake still; others have been set by somebody else since. */
    public void release(List<Quota> quotas) {
        Map<ClientQuotaEntity, Map<String, Double>> now = cluster.await(
                cluster.admin().describeClientQuotas(ClientQuotaFilter.all()).entities());
        List<Quota> braked = quotas.stream()
                .filter(quota -> {
                    Double rate =
                            now.getOrDefault(entity(quota.entity()), Map.of()).get(KEY);
                    return rate != null && rate <= BRAKED;
                })
                .toList();
        if (!braked.isEmpty()) {
            set(braked);
        }
    }

    /**
     * Sets quotas as given.
     *
     * @throws Misconfigured if that is not permitted
     */
    public void set(List<Quota> quotas) {
        List<ClientQuotaAlteration> changes = quotas.stream()
                .map(quota -> new ClientQuotaAlteration(
                        entity(quota.entity()), List.of(new ClientQuotaAlteration.Op(KEY, quota.bytesPerSecond()))))
                .toList();
        try {
            cluster.await(cluster.admin().alterClientQuotas(changes).all());
        } catch (TransientFailure e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new Misconfigured(
                        cluster.cluster().key("sasl.jaas.config"),
                        "altering the quotas of " + cluster.cluster().alias() + " is refused: "
                                + cluster.cluster().principal() + " lacks ALTER_CONFIGS on the cluster",
                        e);
            }
            throw e;
        }
    }

    private static ClientQuotaEntity entity(Map<String, String> names) {
        var entries = new HashMap<String, @Nullable String>();
        names.forEach((type, name) -> entries.put(type, name.isEmpty() ? null : name));
        return new ClientQuotaEntity(entries);
    }
}
