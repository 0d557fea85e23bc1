package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;

/** The {@code kafka-acls.sh} line that grants what is missing. Thread-safe: pure functions. */
final class AclLine {
    private static final int MOST = 12;

    private AclLine() {}

    static String topics(ClusterAccess cluster, Collection<AclOperation> operations, List<String> topics) {
        String resources = topics.stream()
                .limit(MOST)
                .map(topic -> " --topic '" + topic + "'")
                .collect(Collectors.joining());
        return line(cluster, operations) + resources + (topics.size() > MOST ? " ..." : "");
    }

    static String group(ClusterAccess cluster, Collection<AclOperation> operations, String group) {
        return line(cluster, operations) + " --group '" + group + "'";
    }

    static String cluster(ClusterAccess cluster, Collection<AclOperation> operations) {
        return line(cluster, operations) + " --cluster";
    }

    private static String line(ClusterAccess cluster, Collection<AclOperation> operations) {
        String principal =
                cluster.principal().startsWith("User:") ? cluster.principal() : "User:<" + cluster.principal() + ">";
        String asked = operations.stream()
                .sorted()
                .map(operation -> " --operation " + spelled(operation))
                .collect(Collectors.joining());
        return "kafka-acls.sh --bootstrap-server " + cluster.bootstrapServers()
                + " --command-config <admin.properties> --add --allow-principal '" + principal + "'" + asked;
    }

    /** As kafka-acls.sh spells it: DescribeConfigs for DESCRIBE_CONFIGS. */
    private static String spelled(AclOperation operation) {
        var spelled = new StringBuilder();
        for (String word : operation.name().split("_")) {
            spelled.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return spelled.toString();
    }
}
