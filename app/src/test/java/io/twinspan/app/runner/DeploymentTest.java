package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.preflight.ClusterReport;
import io.twinspan.control.preflight.LinkPlan;
import io.twinspan.control.preflight.LinkReport;
import io.twinspan.control.preflight.PreflightReport;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private static final String FILE = """
            clusters = dc1, dc2, dc3
            dc1.bootstrap.servers = one:9092
            dc2.bootstrap.servers = two:9092
            dc3.bootstrap.servers = three:9092
            dc1.security.protocol = SASL_PLAINTEXT
            dc1.sasl.mechanism = PLAIN
            dc1.sasl.jaas.config = org.example.PlainLoginModule required username="mm2" password="hush";
            dc1->dc2.enabled = true
            dc1->dc2.topics = orders, events.*
            dc3->dc2.enabled = true
            dc2->dc1.enabled = true
            dc2.producer.linger.ms = 7
            replication.factor = 3
            """;

    private final Deployment deployment = Deployment.of("mm2.properties", FILE);

    @Test
    void linksIntoOneTargetShareAWorker() {
        assertThat(deployment.problems().errors()).isEmpty();
        var workers = deployment.workerPlans();

        assertThat(workers).extracting(worker -> worker.target().value()).containsExactly("dc1", "dc2", "dc3");
        assertThat(workers.get(1).connectors())
                .containsOnlyKeys(
                        "dc1->dc2.MirrorSourceConnector",
                        "dc1->dc2.MirrorCheckpointConnector",
                        "dc1->dc2.MirrorHeartbeatConnector",
                        "dc3->dc2.MirrorSourceConnector",
                        "dc3->dc2.MirrorCheckpointConnector",
                        "dc3->dc2.MirrorHeartbeatConnector");
        assertThat(workers.get(1).settings())
                .containsEntry("bootstrap.servers", "two:9092")
                .containsEntry("group.id", "twinspan-dc2")
                .containsEntry("producer.linger.ms", "7")
                .containsEntry("offset.storage.topic", "mm2-offsets.twinspan.internal");
    }

    @Test
    void aLinkThatIsNotEnabledEmitsHeartbeatsUnlessTheyAreOff() {
        assertThat(deployment.workerPlans().get(2).connectors())
                .containsOnlyKeys("dc1->dc3.MirrorHeartbeatConnector", "dc2->dc3.MirrorHeartbeatConnector");
        assertThat(deployment.workerPlans().get(2).connectors().get("dc1->dc3.MirrorHeartbeatConnector"))
                .containsEntry("connector.class", "io.twinspan.connect.heartbeat.LinkHeartbeatConnector")
                .containsEntry("target.cluster.bootstrap.servers", "three:9092")
                .containsEntry("enabled", "false");

        var quiet = Deployment.of("mm2.properties", FILE + "dc2->dc3.emit.heartbeats.enabled = false\n");
        assertThat(quiet.workerPlans().get(2).connectors()).containsOnlyKeys("dc1->dc3.MirrorHeartbeatConnector");

        var silent = Deployment.of("mm2.properties", FILE + "emit.heartbeats.enabled = false\n");
        assertThat(silent.workerPlans())
                .extracting(worker -> worker.target().value())
                .containsExactly("dc1", "dc2");
        assertThat(silent.workerPlans().get(0).connectors())
                .containsOnlyKeys("dc2->dc1.MirrorSourceConnector", "dc2->dc1.MirrorCheckpointConnector");
    }

    @Test
    void workersForHeartbeatsAloneDoNotMoveThePortsOfTheOthers() {
        var file = Deployment.of("mm2.properties", """
                clusters = a, b
                a.bootstrap.servers = one:9092
                b.bootstrap.servers = two:9092
                a->b.enabled = true
                listeners = http://127.0.0.1:8083
                """);

        assertThat(file.workerPlans())
                .extracting(worker -> worker.settings().get("listeners"))
                .containsExactly("http://127.0.0.1:8084", "http://127.0.0.1:8083");
    }

    @Test
    void whatTheChecksLeaveOutDoesNotRun() {
        LinkName heartbeats = new LinkName(new ClusterAlias("dc2"), new ClusterAlias("dc3"));
        var found = new PreflightReport(
                List.of(), List.of(new LinkReport(heartbeats, false, true, true, List.of(), Map.of(), List.of())));

        assertThat(deployment.without(found).workerPlans().get(2).connectors())
                .containsOnlyKeys("dc1->dc3.MirrorHeartbeatConnector");
    }

    @Test
    void aConnectorIsToldWhatTheFileSaysOfItsLink() {
        var connector = deployment.workerPlans().get(1).connectors().get("dc1->dc2.MirrorSourceConnector");

        assertThat(connector)
                .containsEntry("name", "dc1->dc2.MirrorSourceConnector")
                .containsEntry("topics", "orders, events.*")
                .containsEntry("source.cluster.bootstrap.servers", "one:9092")
                .containsEntry("replication.factor", "3");
    }

    @Test
    void aLinkWithoutCheckpointsHasNoCheckpointConnectorAsInMirrorMaker2() {
        var without = Deployment.of("mm2.properties", FILE + "dc1->dc2.emit.checkpoints.enabled = false\n");

        assertThat(without.workerPlans().get(1).connectors())
                .doesNotContainKey("dc1->dc2.MirrorCheckpointConnector")
                .containsKey("dc3->dc2.MirrorCheckpointConnector");
        assertThat(without.linkPlans().get(0).internalTopics()).doesNotContain("dc1.checkpoints.internal");
        assertThat(without.linkPlans().get(0).groups().areTranslated()).isFalse();
    }

    @Test
    void theChecksKnowTheGroups() {
        var file = Deployment.of("mm2.properties", FILE + """
                dc1->dc2.groups = billing, shop-.*
                dc1->dc2.sync.group.offsets.enabled = true
                """);

        LinkPlan plan = file.linkPlans().get(0);

        assertThat(plan.groups().areTranslated()).isTrue();
        assertThat(plan.groups().areCommitted()).isTrue();
        assertThat(plan.groups().named()).containsExactly("billing");
        assertThat(plan.groups().accepts("shop-eu")).isTrue();
        assertThat(plan.groups().accepts("connect-shop")).isFalse();
        assertThat(plan.internalTopics()).contains("dc1.checkpoints.internal");
        assertThat(plan.factors()).contains(new LinkPlan.Factor("checkpoints.topic.replication.factor", 3, false));
    }

    @Test
    void transformationsAreForRecordsAlone() {
        var transforming = Deployment.of(
                "mm2.properties",
                FILE + "dc1->dc2.transforms = mask\n"
                        + "dc1->dc2.transforms.mask.type = org.apache.kafka.connect.transforms.Filter\n");

        var connectors = transforming.workerPlans().get(1).connectors();

        assertThat(transforming.problems().errors()).isEmpty();
        assertThat(connectors.get("dc1->dc2.MirrorSourceConnector")).containsEntry("transforms", "mask");
        assertThat(connectors.get("dc1->dc2.MirrorCheckpointConnector"))
                .doesNotContainKeys("transforms", "transforms.mask.type");
        assertThat(connectors.get("dc1->dc2.MirrorHeartbeatConnector"))
                .doesNotContainKeys("transforms", "transforms.mask.type");
    }

    @Test
    void aProcessMayWorkForSomeTargetsOnly() {
        var near = deployment.into(Set.of(new ClusterAlias("dc1")));

        assertThat(near.linkNames()).hasToString("[dc2->dc1]");
        assertThat(near.workerPlans()).hasSize(1);
        assertThat(near.workerPlans().get(0).connectors())
                .containsOnlyKeys(
                        "dc2->dc1.MirrorSourceConnector",
                        "dc2->dc1.MirrorCheckpointConnector",
                        "dc2->dc1.MirrorHeartbeatConnector",
                        "dc3->dc1.MirrorHeartbeatConnector");
    }

    @Test
    void replicationFactorsAreLoweredToTheBrokersThereAre() {
        var found = new PreflightReport(
                List.of(
                        new ClusterReport(new ClusterAlias("dc1"), "", true, "", 3, "", "", List.of()),
                        new ClusterReport(new ClusterAlias("dc2"), "", true, "", 1, "", "", List.of())),
                List.of());

        var workers = deployment.fitted(found).workerPlans();

        assertThat(workers.get(1).settings()).containsEntry("config.storage.replication.factor", "1");
        assertThat(workers.get(1).connectors().get("dc1->dc2.MirrorSourceConnector"))
                .containsEntry("replication.factor", "1")
                .containsEntry("positions.topic.replication.factor", "1");
        assertThat(workers.get(0).connectors().get("dc2->dc1.MirrorSourceConnector"))
                .containsEntry("replication.factor", "3");
    }

    @Test
    void theChecksKnowWhatWillBeCreated() {
        LinkPlan plan = deployment.linkPlans().get(0);

        assertThat(plan.name()).hasToString("dc1->dc2");
        assertThat(plan.namedTopics()).containsExactly("orders");
        assertThat(plan.factors())
                .contains(
                        new LinkPlan.Factor("replication.factor", 3, true),
                        new LinkPlan.Factor("offset.storage.replication.factor", 3, false));
        assertThat(plan.internalTopics()).contains("mm2-positions.dc1.internal", "mm2-status.twinspan.internal");
        assertThat(plan.source().principal()).isEqualTo("User:mm2");
        assertThat(plan.rules().reasonAgainst("events-eu")).isEmpty();
        assertThat(plan.rules().targetTopic("events-eu")).isEqualTo("dc1.events-eu");
        assertThat(plan.rules().reasonAgainst("users")).contains("not matched by topics, or excluded");
        assertThat(plan.rules().reasonAgainst("dc2.orders")).contains("came from dc2");
        assertThat(plan.rules().reasonAgainst("mm2-positions.dc9.internal")).contains("internal");
    }

    @Test
    void nothingPrintsASecret() {
        assertThat(deployment + " " + deployment.workerPlans() + " " + deployment.linkPlans())
                .doesNotContain("hush");
    }
}
