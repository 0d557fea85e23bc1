package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.Security;
import io.twinspan.testkit.leak.LeakCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code run} and {@code check} say to files that cannot work: one clear error, an exit code, and nothing left behind.
 */
class BadInputIT {
    private static final String SECRET = "mm2-secret";
    private static final List<AclOperation> SOURCE =
            List.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);

    private static EmbeddedCluster dc1;
    private static EmbeddedCluster dc2;

    @TempDir
    private Path directory;

    private LeakCheck leaks;

    @BeforeAll
    static void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1")
                .security(Security.SASL_SSL)
                .authorizer()
                .user("reader", SECRET)
                .user("stranger", SECRET)
                .start();
        dc2 = EmbeddedCluster.builder("dc2")
                .security(Security.SASL_SSL)
                .authorizer()
                .user("writer", SECRET)
                .user("stranger", SECRET)
                .start();
        dc1.createTopic("orders", 2);
        dc1.createTopic("secret", 1);
        SOURCE.forEach(operation -> dc1.allow("reader", ResourceType.TOPIC, "orders", operation));
        dc1.allow("reader", ResourceType.TOPIC, "secret", AclOperation.DESCRIBE);
        dc1.allow("reader", ResourceType.CLUSTER, "kafka-cluster", AclOperation.DESCRIBE);
        for (String prefix : List.of("dc1.", "mm2-")) {
            for (AclOperation operation :
                    List.of(AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE)) {
                dc2.allow("writer", ResourceType.TOPIC, prefix, operation);
            }
        }
        dc2.allow("writer", ResourceType.GROUP, "twinspan-", AclOperation.READ);
    }

    @AfterAll
    static void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @BeforeEach
    void lookBefore() {
        leaks = LeakCheck.begin();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        leaks.verify();
        assertThat(dc2.admin()
                        .listTopics(new ListTopicsOptions().listInternal(true))
                        .names()
                        .get(10, TimeUnit.SECONDS))
                // The brokers make it by themselves when they are first asked about a group.
                .isSubsetOf("__consumer_offsets");
    }

    @Test
    void acceptsWhatIsRight() {
        Cli check = Cli.run("check", file(link("reader", "writer")));

        assertThat(check.text()).contains("ready", "orders -> dc1.orders", "1 broker", "User:reader");
        // Heartbeats are no reason not to copy.
        assertThat(check.text())
                .contains("would only emit heartbeats, and is left out", "dc2->dc1.emit.heartbeats.enabled = false")
                .contains("lacks READ, WRITE, CREATE, DESCRIBE on topic heartbeats of dc2, so heartbeats cannot")
                .contains(
                        "on topic mm2-offset-syncs.dc2.internal of dc1, so MirrorMaker 2's offset syncs cannot be written")
                .contains("dc1->dc2.emit.offset-syncs.enabled = false");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void saysWhichLinksWouldShowTheirProgressAsOneGroup() {
        var links = link("reader", "writer");
        links.put("clusters", "dc1, dc2, dc3");
        links.keySet().stream()
                .filter(key -> key.startsWith("dc2."))
                .toList()
                .forEach(key -> links.put("dc3." + key.substring("dc2.".length()), links.get(key)));
        links.put("dc1->dc3.enabled", "true");
        links.put("dc1->dc3.topics", "orders");

        String shared = "shows its progress as consumer group mm2-MirrorSourceConnector of dc1, and so does dc1->dc2";
        assertThat(Cli.run("check", file(links)).text()).contains(shared, "dc1->dc3.link.progress.group");
        links.put("dc1->dc3.link.progress.group", "mm2-dc3");
        assertThat(Cli.run("check", file(links)).text()).doesNotContain("shows its progress");
    }

    @Test
    void namesAnUnknownKeyAndTheNearestKnownOne() {
        var link = link("reader", "writer");
        link.put("dc1->dc2.topcis", "orders");

        refuses(link, 2, "dc1->dc2.topcis", "did you mean dc1->dc2.topics");
    }

    @Test
    void namesAMissingBootstrapServer() {
        var link = link("reader", "writer");
        link.remove("dc2.bootstrap.servers");

        refuses(link, 2, "dc2.bootstrap.servers");
    }

    @Test
    void namesAClusterThatIsNamedTwice() {
        var link = link("reader", "writer");
        link.put("clusters", "dc1, dc2, dc1");

        refuses(link, 2, "clusters names dc1 twice");
    }

    @Test
    void namesAPolicyClassThatIsNotThere() {
        var link = link("reader", "writer");
        link.put("replication.policy.class", "com.example.NoSuchPolicy");

        refuses(link, 2, "replication.policy.class", "com.example.NoSuchPolicy");
    }

    @Test
    void namesTheAddressOfAClusterThatCannotBeReached() {
        var link = link("reader", "writer");
        link.put("dc1.bootstrap.servers", "127.0.0.1:1");

        refuses(link, 3, "dc1.bootstrap.servers", "127.0.0.1:1");
    }

    @Test
    void namesTheKeyOfWrongCredentialsAndNeverTheSecret() {
        leaks.expectErrors(".*failed authentication.*");
        var link = link("reader", "writer");
        link.computeIfPresent("dc1.sasl.jaas.config", (key, jaas) -> jaas.replace(SECRET, "wrong-secret"));

        String text = refuses(link, 2, "dc1.sasl.jaas.config", "PLAIN", "User:reader");
        assertThat(text).doesNotContain(SECRET, "wrong-secret");
    }

    @Test
    void namesTheProtocolOfAClusterThatSpeaksAnother() {
        var link = link("reader", "writer");
        link.put("dc1.security.protocol", "PLAINTEXT");

        refuses(link, 3, "dc1.security.protocol");
    }

    @Test
    void namesAPermissionThatTheSourceRefuses() {
        var link = link("reader", "writer");
        link.put("dc1->dc2.topics", "orders, secret");

        refuses(
                link,
                1,
                "User:reader lacks READ on topic secret of dc1",
                "kafka-acls.sh",
                "--allow-principal 'User:reader' --operation Read --topic 'secret'");
    }

    @Test
    void namesATopicThatTheSourceHides() {
        refuses(link("stranger", "writer"), 1, "User:stranger lacks READ, DESCRIBE on topic orders of dc1");
    }

    @Test
    void namesAPermissionThatTheTargetRefuses() {
        refuses(
                link("reader", "stranger"),
                1,
                "User:stranger lacks READ, WRITE, CREATE, DESCRIBE on topics dc1.checkpoints.internal, dc1.orders",
                "--operation Create",
                "lacks READ on group twinspan-dc2");
    }

    @Test
    void namesThePermissionsThatAclsNeed() {
        var link = link("reader", "writer");
        link.remove("sync.topic.acls.enabled");

        Cli check = Cli.run("check", file(link));

        assertThat(check.text())
                .contains("User:writer lacks ALTER, DESCRIBE on the cluster dc2, so ACLs cannot be copied")
                .contains("--operation Alter --operation Describe --cluster", "sync.topic.acls.enabled = false")
                .doesNotContain("on the cluster dc1");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void namesAReplicationFactorThatTheTargetCannotHave() {
        var link = link("reader", "writer");
        link.put("replication.factor", "3");

        refuses(link, 2, "replication.factor = 3 but dc2 has 1 broker", "--fit-replication");
        Cli fitted = Cli.run("check", "--fit-replication", file(link));
        assertThat(fitted.exitCode()).as(fitted.text()).isZero();
    }

    @Test
    void namesAnUnknownTarget() {
        Cli run = Cli.run("run", file(link("reader", "writer")), "--clusters", "dc7");

        assertThat(run.err()).contains("--clusters dc7", "dc2");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void namesAFileThatIsNotThere() {
        Cli run = Cli.run("run", directory.resolve("none.properties").toString());

        assertThat(run.err()).contains("there is no file", "none.properties");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private String refuses(Map<String, String> link, int exitCode, String... words) {
        String file = file(link);
        Cli check = Cli.run("check", file);
        Cli run = Cli.run("run", file);

        assertThat(check.text()).contains(words);
        assertThat(run.err()).contains(words);
        assertThat(List.of(check.exitCode(), run.exitCode())).containsOnly(exitCode);
        return check.text() + run.text();
    }

    private String file(Map<String, String> link) {
        return Cli.file(directory, link).toString();
    }

    private static Map<String, String> link(String reader, String writer) {
        var link = new LinkedHashMap<String, String>();
        link.put("clusters", "dc1, dc2");
        dc1.clientProperties(reader).forEach((key, value) -> link.put("dc1." + key, value));
        dc2.clientProperties(writer).forEach((key, value) -> link.put("dc2." + key, value));
        link.put("dc1->dc2.enabled", "true");
        link.put("dc1->dc2.topics", "orders");
        link.put("sync.topic.acls.enabled", "false");
        link.putAll(Cli.replicas(1));
        return link;
    }
}
