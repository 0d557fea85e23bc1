package io.twinspan.it.policy;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Sets configs of topics. Thread-safe: keeps nothing. */
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
}
