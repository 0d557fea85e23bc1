package io.twinspan.it.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.cluster.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The source connector against brokers that ask who it is and whether it may. */
class SecureConnectIT {
    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;

    @BeforeAll
    static void startEverything() {
        source = EmbeddedCluster.builder("dc1")
                .security(Security.SASL_SSL)
                .authorizer()
                .user("mm2", "mm2-secret")
                .user("stranger", "stranger-secret")
                .start();
        target = EmbeddedCluster.builder("dc2")
                .security(Security.SASL_SSL)
                .authorizer()
                .user("mm2", "mm2-secret")
                .user("reader", "reader-secret")
                .start();
        for (String topic : new String[] {"allowed", "refused"}) {
            source.allow("mm2", ResourceType.TOPIC, topic, AclOperation.READ);
            source.allow("mm2", ResourceType.TOPIC, topic, AclOperation.DESCRIBE_CONFIGS);
        }
        for (AclOperation operation :
                new AclOperation[] {AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE, AclOperation.ALTER}) {
            target.allow("mm2", ResourceType.TOPIC, "dc1.", operation);
            target.allow("mm2", ResourceType.TOPIC, "mm2-positions.", operation);
        }
        target.allow("reader", ResourceType.TOPIC, "dc1.", AclOperation.READ);
        target.allow("reader", ResourceType.TOPIC, "mm2-positions.", AclOperation.READ);
        connect = EmbeddedConnect.start(target, "workers", Map.of());
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
    }

    @Test
    void copiesWithThePermissionsOfTopicsAlone() {
        source.createTopic("allowed", 2);
        Traffic.produce(source, "allowed", 2, 0, 100);

        assertThat(connect.put("allowed-link", config("allowed", "mm2", "mm2"))).matches(Reply::isOk);

        soon(() -> assertThat(Traffic.values(target, "dc1.allowed")).isEqualTo(Traffic.values(source, "allowed")));
    }

    /** The permissions are those of docs/how-to/secure-clusters.md. */
    @Test
    void translatesAndCommitsGroupsWithDescribeThereAndReadHere() throws Exception {
        source.createTopic("grouped", 1);
        Traffic.produce(source, "grouped", 1, 0, 100);
        source.allow("mm2", ResourceType.TOPIC, "grouped", AclOperation.READ);
        source.allow("mm2", ResourceType.TOPIC, "grouped", AclOperation.DESCRIBE_CONFIGS);
        source.allow("mm2", ResourceType.GROUP, "shop-", AclOperation.DESCRIBE);
        target.allow("mm2", ResourceType.GROUP, "shop-", AclOperation.READ);
        for (String group : List.of("shop-eu", "hidden")) {
            source.admin()
                    .alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition("grouped", 0), new OffsetAndMetadata(40)))
                    .all()
                    .get();
        }
        assertThat(connect.put("grouped-link", config("grouped", "mm2", "mm2"))).matches(Reply::isOk);
        var groups = config("grouped", "mm2", "mm2");
        groups.put("name", "grouped-groups");
        groups.put("connector.class", "io.twinspan.connect.checkpoint.LinkCheckpointConnector");
        groups.put("checkpoints.topic.replication.factor", "1");
        groups.put("emit.checkpoints.interval.seconds", "1");
        groups.put("sync.group.offsets.enabled", "true");
        groups.put("sync.group.offsets.interval.seconds", "1");

        assertThat(connect.put("grouped-groups", groups)).matches(Reply::isOk);

        soon(() -> assertThat(committed("shop-eu"))
                .isEqualTo(Map.of(new TopicPartition("dc1.grouped", 0), new OffsetAndMetadata(40, ""))));
        assertThat(committed("hidden")).isEmpty();
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        return target.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    @Test
    void aTopicThatMayNotBeCreatedFailsTheConnectorAndNamesThePermission() {
        source.createTopic("refused", 1);

        assertThat(connect.put("refused-link", config("refused", "mm2", "reader")))
                .matches(Reply::isOk);

        soon(() -> assertThat(connect.state("refused-link")).isEqualTo("FAILED"));
        assertThat(connect.status("refused-link").body())
                .contains("the link's principal on dc2 lacks CREATE on topic")
                .contains("dc1.refused");
    }

    @Test
    void wrongCredentialsFailTheConnectorAndNameTheCluster() {
        var config = config("any", "mm2", "mm2");
        config.compute(
                "source.cluster.sasl.jaas.config",
                (key, jaas) -> jaas == null ? "" : jaas.replace("mm2-secret", "not-the-secret"));

        assertThat(connect.put("any-link", config)).matches(Reply::isOk);

        soon(() -> assertThat(connect.state("any-link")).isEqualTo("FAILED"));
        assertThat(connect.status("any-link").body())
                .contains("Cluster dc1: the cluster refused the credentials")
                .doesNotContain("not-the-secret");
    }

    @Test
    void aSourceThatShowsNothingCopiesNothingUntilItDoes() {
        source.createTopic("hidden", 1);
        Traffic.produce(source, "hidden", 1, 0, 10);
        assertThat(connect.put("hidden-link", config("hidden", "stranger", "mm2")))
                .matches(Reply::isOk);
        soon(() -> assertThat(connect.state("hidden-link")).isEqualTo("RUNNING"));
        assertThat(connect.taskStates("hidden-link")).isEmpty();

        source.allow("stranger", ResourceType.TOPIC, "hidden", AclOperation.READ);
        source.allow("stranger", ResourceType.TOPIC, "hidden", AclOperation.DESCRIBE_CONFIGS);

        soon(() -> assertThat(Traffic.values(target, "dc1.hidden")).isEqualTo(Traffic.values(source, "hidden")));
    }

    private static Map<String, String> config(String topics, String sourceUser, String targetUser) {
        var config = new HashMap<String, String>();
        config.put("name", topics + "-link");
        config.put("connector.class", "io.twinspan.connect.source.LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties(sourceUser).forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties(targetUser).forEach((key, value) -> config.put("target.cluster." + key, value));
        config.put("topics", topics);
        config.put("replication.factor", "1");
        config.put("positions.topic.replication.factor", "1");
        config.put("refresh.topics.interval.seconds", "1");
        return config;
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertion);
    }
}
