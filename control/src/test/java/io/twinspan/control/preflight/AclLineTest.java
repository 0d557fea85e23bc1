package io.twinspan.control.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.name.ClusterAlias;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
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
}
