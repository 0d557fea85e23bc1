package io.twinspan.it.policy;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/** Sets configs of topics, and quotas. Thread-safe: keeps nothing. */
final class Configs {
    private Configs() {}

    static void set(KafkaCluster cluster, String topic, String name, String value)
            throws ExecutionException, InterruptedException {
        var operation = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        cluster.admin()
                .incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(operation)))
                .all()
                .get();
    }

    /** How many bytes a second each client may write; none at all lifts it. */
    static void producerQuota(KafkaCluster cluster, OptionalDouble bytesPerSecond)
            throws ExecutionException, InterruptedException {
        var anybody = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.USER, null));
        @Nullable Double rate = bytesPerSecond.isPresent() ? bytesPerSecond.getAsDouble() : null;
        var operation = new ClientQuotaAlteration.Op("producer_byte_rate", rate);
        cluster.admin()
                .alterClientQuotas(List.of(new ClientQuotaAlteration(anybody, List.of(operation))))
                .all()
                .get();
    }
}
