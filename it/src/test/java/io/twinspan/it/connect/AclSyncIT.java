package io.twinspan.it.connect;

import static io.twinspan.it.connect.SyncBench.soon;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.Security;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link keeps its target's ACLs in step, with the permissions that the documentation names and no more. */
class AclSyncIT {
    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startEverything() {
        source = secured("dc1");
        target = secured("dc2");
        source.createTopic("orders", 1);
        for (AclOperation operation : List.of(READ, AclOperation.DESCRIBE_CONFIGS)) {
            source.allow("mm2", ResourceType.TOPIC, "orders", operation);
        }
        source.allow("mm2", ResourceType.CLUSTER, "kafka-cluster", DESCRIBE);
        for (AclOperation operation : List.of(AclOperation.CREATE, READ, WRITE, DESCRIBE)) {
            target.allow("mm2", ResourceType.TOPIC, "dc1.", operation);
            target.allow("mm2", ResourceType.TOPIC, "mm2-", operation);
        }
        for (AclOperation operation : List.of(AclOperation.ALTER, AclOperation.ALTER_CONFIGS)) {
            target.allow("mm2", ResourceType.TOPIC, "dc1.", operation);
        }
        target.allow("mm2", ResourceType.CLUSTER, "kafka-cluster", DESCRIBE);
        target.allow("mm2", ResourceType.CLUSTER, "kafka-cluster", AclOperation.ALTER);
        connect = EmbeddedConnect.start(target, "workers", Map.of());
    }

    private static EmbeddedCluster secured(String name) {
        return EmbeddedCluster.builder(name)
                .security(Security.SASL_SSL)
                .authorizer()
                .user("mm2", "mm2-secret")
                .start();
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
    }

    @Test
    void aclsFollowTheSourceAndOnlyWhatTheLinkAddedIsRemoved() throws Exception {
        var link = new SyncBench(source, target, connect, "mm2");
        AclBinding read = topic("orders", LITERAL, "User:reader", READ, ALLOW);
        AclBinding prefixed = topic("ord", PREFIXED, "User:analyst", DESCRIBE, ALLOW);
        AclBinding group = new AclBinding(
                new ResourcePattern(ResourceType.GROUP, "billing", LITERAL),
                new AccessControlEntry("User:reader", "*", READ, ALLOW));
        add(source, read, prefixed, group);
        add(
                source,
                topic("orders", LITERAL, "User:writer", WRITE, ALLOW),
                topic("orders", LITERAL, "User:owner", ALL, ALLOW),
                topic("*", LITERAL, "User:intruder", READ, DENY),
                topic("payments", LITERAL, "User:reader", READ, ALLOW));
        // An operator's own, of the same form as the link's.
        AclBinding local = topic("dc1.orders", LITERAL, "User:local", READ, ALLOW);
        add(target, local);
        assertThat(link.plan(directory, "orders").out())
                .contains("add ACL: ALLOW User:reader READ on topic dc1.orders", "User:owner READ")
                .doesNotContain("User:writer", "payments", "billing");

        link.start("orders", Map.of());
        Set<String> expected = Set.of(
                "DENY User:intruder READ PREFIXED dc1.",
                "ALLOW User:reader READ LITERAL dc1.orders",
                "ALLOW User:analyst DESCRIBE PREFIXED dc1.ord",
                "ALLOW User:owner READ LITERAL dc1.orders",
                "ALLOW User:local READ LITERAL dc1.orders");
        soon(() -> assertThat(acls(target)).isEqualTo(expected));

        remove(source, read);
        soon(() -> assertThat(acls(target)).isEqualTo(without(expected, "ALLOW User:reader READ LITERAL dc1.orders")));

        // While nobody looks; the link remembers what it added.
        link.stop();
        remove(source, prefixed);
        assertThat(link.plan(directory, "orders").out())
                .contains("remove ACL: ALLOW User:analyst DESCRIBE on topics with prefix dc1.ord");
        link.resume();
        soon(() -> assertThat(acls(target))
                .isEqualTo(without(
                        expected,
                        "ALLOW User:reader READ LITERAL dc1.orders",
                        "ALLOW User:analyst DESCRIBE PREFIXED dc1.ord")));

        link.start("orders", Map.of("link.group.acls.enabled", "true"));
        soon(() -> assertThat(acls(target)).contains("ALLOW User:reader READ LITERAL billing"));
        link.start("orders", Map.of());
        soon(() -> assertThat(acls(target)).doesNotContain("ALLOW User:reader READ LITERAL billing"));
        assertThat(acls(target)).contains("ALLOW User:local READ LITERAL dc1.orders");
    }

    private static Set<String> without(Set<String> all, String... some) {
        var rest = new TreeSet<>(all);
        List.of(some).forEach(rest::remove);
        return rest;
    }

    private static AclBinding topic(
            String name, PatternType type, String principal, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, name, type),
                new AccessControlEntry(principal, "*", operation, permission));
    }

    private static void add(KafkaCluster cluster, AclBinding... bindings) throws Exception {
        cluster.admin().createAcls(List.of(bindings)).all().get(10, TimeUnit.SECONDS);
    }

    private static void remove(KafkaCluster cluster, AclBinding binding) throws Exception {
        cluster.admin().deleteAcls(List.of(binding.toFilter())).all().get(10, TimeUnit.SECONDS);
    }

    /** All ACLs but those that the link itself needs. */
    private static Set<String> acls(KafkaCluster cluster) throws Exception {
        Collection<AclBinding> all =
                cluster.admin().describeAcls(AclBindingFilter.ANY).values().get(10, TimeUnit.SECONDS);
        return all.stream()
                .filter(binding -> !binding.entry().principal().equals("User:mm2"))
                .map(binding -> binding.entry().permissionType() + " "
                        + binding.entry().principal() + " " + binding.entry().operation() + " "
                        + binding.pattern().patternType() + " "
                        + binding.pattern().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
