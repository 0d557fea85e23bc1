package io.twinspan.control.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.name.ClusterAlias;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AclLineTest {
    private static final ClusterAccess DC2 = new ClusterAccess(
            new ClusterAlias("dc2"),
            Map.of(
                    "bootstrap.servers", "dc2:9092",
                    "security.protocol", "SASL_SSL",
                    "sasl.jaas.config", "Module required username=\"mm2\" password=\"hush\";"));

    @Test
    void aLineGrantsWhatIsMissing() {
        assertThat(AclLine.topics(DC2, Set.of(AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS), List.of("a", "b")))
                .isEqualTo("kafka-acls.sh --bootstrap-server dc2:9092 --command-config <admin.properties> --add"
                        + " --allow-principal 'User:mm2' --operation Write --operation DescribeConfigs"
                        + " --topic 'a' --topic 'b'");
    }

    @Test
    void theSecretIsNowhere() {
        assertThat(DC2 + AclLine.group(DC2, Set.of(AclOperation.READ), "g")).doesNotContain("hush");
    }

    @Test
    void anAclIsTheOptionsThatAddIt() {
        assertThat(AclLine.words(acl(ResourceType.TOPIC, "orders", PatternType.LITERAL, "*", AclPermissionType.DENY)))
                .isEqualTo("--deny-principal 'User:*' --operation IdempotentWrite --topic 'orders'");
        assertThat(AclLine.words(acl(
                        ResourceType.TRANSACTIONAL_ID,
                        "shop-",
                        PatternType.PREFIXED,
                        "10.0.0.7",
                        AclPermissionType.ALLOW)))
                .isEqualTo("--allow-principal 'User:*' --allow-host '10.0.0.7' --operation IdempotentWrite"
                        + " --transactional-id 'shop-' --resource-pattern-type prefixed");
        assertThat(AclLine.words(
                        acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "*", AclPermissionType.DENY)))
                .endsWith("--operation IdempotentWrite --cluster");
    }

    private static AclBinding acl(
            ResourceType type, String name, PatternType pattern, String host, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:*", host, AclOperation.IDEMPOTENT_WRITE, permission));
    }
}
