package io.twinspan.model.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a good file means; {@link BadFilesTest} has the bad ones. */
class Mm2PropertiesTest {
    private static final LinkName LINK = LinkName.parse("dc1->dc2");

    @Test
    void activePassiveFileHasNoProblemsAndOneLink() {
        var file = Files.load(Files.ACTIVE_PASSIVE);

        assertThat(Files.lines(file)).isEmpty();
        var link = file.orThrow().links().get(0);
        assertThat(file.links()).hasSize(1);
        assertThat(link.name()).isEqualTo(LINK);
        assertThat(link.get(CommonOptions.TOPICS)).containsExactly("orders.*", "events.*", "users.*");
        assertThat(link.get(SourceOptions.REPLICATION_FACTOR)).isEqualTo(3);
        assertThat(link.get(SourceOptions.REFRESH_TOPICS_INTERVAL)).isEqualTo(30);
        assertThat(link.get(LinkOptions.MEMORY)).isEqualTo(64L << 20);
        assertThat(link.positionsReplication()).isEqualTo((short) 3);
        assertThat(link.sourceClient(ClientRole.CONSUMER))
                .contains(
                        entry("bootstrap.servers", "dc1-kafka:9092"),
                        entry("security.protocol", "SASL_SSL"),
                        entry("sasl.mechanism", "PLAIN"),
                        entry(
                                "sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                        + " username=\"mm2\" password=\"mm2-secret\";"));
        assertThat(file.worker(LINK))
                .containsEntry("bootstrap.servers", "dc2-kafka:9092")
                .containsEntry("group.id", "dc1-mm2");
    }

    @Test
    void bothDirectionsRunForHeartbeatsButOnlyTheEnabledLinkReplicates() {
        var file = Files.load(Files.MINIMAL);

        assertThat(file.running()).extracting(LinkName::toString).containsExactly("dc1->dc2", "dc2->dc1");
        assertThat(file.links()).extracting(LinkConfiguration::name).containsExactly(LINK);
        assertThat(Files.minimalAnd("emit.heartbeats.enabled = false").running())
                .containsExactly(LINK);
    }

    @Test
    void clientKeyOfAClusterWinsOverTheClusterAndTheClusterOverTopLevel() {
        var file = Files.minimalAnd(
                "security.protocol = SSL",
                "dc1.security.protocol = SASL_SSL",
                "dc1.consumer.security.protocol = SASL_PLAINTEXT");

        var link = file.orThrow().link(LINK);
        assertThat(link.sourceClient(ClientRole.CONSUMER)).containsEntry("security.protocol", "SASL_PLAINTEXT");
        assertThat(link.sourceClient(ClientRole.ADMIN)).containsEntry("security.protocol", "SASL_SSL");
        assertThat(link.targetClient(ClientRole.ADMIN)).containsEntry("security.protocol", "SSL");
        assertThat(file.cluster(new ClusterAlias("dc1")).client(ClientRole.CONSUMER))
                .containsEntry("security.protocol", "SASL_PLAINTEXT");
    }

    @Test
    void linksKeyWinsOverTopLevel() {
        var file = Files.minimalAnd("topics = a", "dc1->dc2.topics = b", "link.lane.window = 3");

        assertThat(file.link(LINK).get(CommonOptions.TOPICS)).containsExactly("b");
        assertThat(file.link(LINK.reversed()).get(CommonOptions.TOPICS)).containsExactly("a");
        assertThat(file.link(LINK).get(LinkOptions.LANE_WINDOW)).isEqualTo(3);
    }

    @Test
    void clustersConsumerKeyWinsOverTheLinks() {
        var file = Files.minimalAnd("dc1.consumer.client.rack = x", "dc1->dc2.consumer.client.rack = y");

        assertThat(file.orThrow().link(LINK).sourceClient(ClientRole.CONSUMER)).containsEntry("client.rack", "x");
        assertThat(file.link(LINK).targetClient(ClientRole.CONSUMER)).containsEntry("client.rack", "y");
    }

    @Test
    void recordsAreProducedWithTheTargetsSettingsAndTheLinksOverrides() {
        var file = Files.minimalAnd(
                "dc2.producer.compression.type = lz4",
                "dc2.producer.linger.ms = 7",
                "dc1->dc2.producer.override.compression.type = zstd",
                "dc1->dc2.producer.linger.ms = 9");

        assertThat(file.orThrow().link(LINK).recordProducer())
                .contains(
                        entry("compression.type", "zstd"),
                        entry("linger.ms", "7"),
                        entry("bootstrap.servers", "b:9092"));
        assertThat(Files.load(Files.MINIMAL).link(LINK).recordProducer()).doesNotContainKey("compression.type");
    }

    @Test
    void topLevelWorkerKeysOverrideTheTargets() {
        var file =
                Files.minimalAnd("dc2.offset.storage.replication.factor = 1", "offset.storage.replication.factor = 2");

        assertThat(file.orThrow().worker(LINK)).containsEntry("offset.storage.replication.factor", "2");
    }

    @Test
    void referencesAreResolvedForClientsAndLeftForConnectorsToResolve(@TempDir Path directory) throws IOException {
        var secrets = java.nio.file.Files.writeString(directory.resolve("secrets"), "password=tops3cret\n");
        String reference = "${file:" + secrets + ":password}";
        var file = Files.minimalAnd(
                "config.providers = file",
                "config.providers.file.class = org.apache.kafka.common.config.provider.FileConfigProvider",
                "dc1.ssl.truststore.password = " + reference);

        assertThat(Files.lines(file)).isEmpty();
        assertThat(file.link(LINK).sourceClient(ClientRole.ADMIN))
                .containsEntry("ssl.truststore.password", "tops3cret");
        assertThat(file.connector(LINK))
                .containsEntry("source.cluster.ssl.truststore.password", reference)
                .containsEntry("config.providers", "file");
        assertThat(file.worker(LINK.reversed())).containsEntry("ssl.truststore.password", "tops3cret");
        assertThat(List.of(
                        file.toString(),
                        file.links().toString(),
                        file.clusters().toString()))
                .noneMatch(text -> text.contains("tops3cret"));
    }

    @Test
    void nothingShowsSecrets() {
        var file = Files.load(Files.ACTIVE_PASSIVE + "dc1.ssl.key.password = hunter2\ndc1.admin.my.token = hunter3\n");

        for (Object shown : List.of(
                file,
                file.links(),
                file.clusters(),
                file.problems(),
                PropertiesFile.parse("f", Files.ACTIVE_PASSIVE).entries())) {
            assertThat(shown.toString()).doesNotContain("mm2-secret").doesNotContain("hunter");
        }
        assertThat(file.links().toString())
                .contains("sasl.jaas.config=[hidden]")
                .contains("dc1-kafka:9092");
    }

    @Test
    void originalsAreTheFileAsWritten() {
        var file = Files.minimalAnd("dc1->dc2.topics.blacklist = a");

        assertThat(file.originals())
                .containsEntry("dc1->dc2.topics.blacklist", "a")
                .doesNotContainKey("dc1->dc2.topics.exclude")
                .hasSize(5);
    }

    @Test
    void recordModeFollowsTransformsUnlessTheFileSaysOtherwise() {
        assertThat(Files.load(Files.MINIMAL).link(LINK).isRecordMode()).isFalse();
        assertThat(Files.minimalAnd("dc1->dc2.transforms = a").link(LINK).isRecordMode())
                .isTrue();
        assertThat(Files.minimalAnd("dc1->dc2.transforms = a", "link.mode = batch")
                        .link(LINK)
                        .isRecordMode())
                .isFalse();
        assertThat(Files.minimalAnd("dc1->dc2.link.mode = record").link(LINK).isRecordMode())
                .isTrue();
    }

    @Test
    void linkConfigurationIsAlsoMadeFromAConnectorsOwn() {
        var file = Files.load(Files.MINIMAL);

        assertThat(LinkConfiguration.of(file.connector(LINK))).isEqualTo(file.link(LINK));
        assertThatThrownBy(() -> LinkConfiguration.of(java.util.Map.of()))
                .isInstanceOfSatisfying(
                        Misconfigured.class, e -> assertThat(e.key()).isEqualTo("source.cluster.alias"));
        assertThatThrownBy(() -> LinkConfiguration.of(
                                java.util.Map.of("source.cluster.alias", "a", "link.lane.window", "9"))
                        .get(LinkOptions.LANE_WINDOW))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("between 1 and 5");
    }
}
