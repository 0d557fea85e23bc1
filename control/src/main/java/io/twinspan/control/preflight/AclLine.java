package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** ACLs in the words of {@code kafka-acls.sh}, and the line that grants what is missing. Thread-safe: pure functions. */
public final class AclLine {
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

    /** An ACL as the options that add or remove it: {@code --deny-principal 'User:*' --operation Write --topic 'orders'}. */
    public static String words(AclBinding acl) {
        AccessControlEntry entry = acl.entry();
        String permission = entry.permissionType().name().toLowerCase(Locale.ROOT);
        String host = entry.host().equals("*") ? "" : " --" + permission + "-host '" + entry.host() + "'";
        return "--" + permission + "-principal '" + entry.principal() + "'" + host + " --operation "
                + spelled(entry.operation()) + " " + resource(acl.pattern());
    }

    private static String resource(ResourcePattern pattern) {
        String type = pattern.resourceType().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (pattern.resourceType() == ResourceType.CLUSTER) {
            return "--" + type;
        }
        String match = pattern.patternType() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "";
        return "--" + (pattern.resourceType() == ResourceType.USER ? "user-principal" : type) + " '" + pattern.name()
                + "'" + match;
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
