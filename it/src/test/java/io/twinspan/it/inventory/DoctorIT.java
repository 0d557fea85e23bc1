package io.twinspan.it.inventory;

import static io.twinspan.it.groups.GroupWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinspan.it.app.Cli;
import io.twinspan.it.groups.GroupWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds where there is nothing, a quota, too few replicas in sync, a partition that stopped. */
class DoctorIT {
    @TempDir
    private static Path directory;

    private static GroupWorld world;
    private static Asked asked;

    @BeforeAll
    static void startEverything() {
        world = new GroupWorld();
        asked = Asked.of(directory, world, "case-.*");
        for (String topic : List.of("case-calm", "case-quota", "case-isr", "case-anew")) {
            world.source.createTopic(topic, 1);
        }
        world.startLink("doctor", Asked.settings("case-.*"));
    }

    @AfterAll
    static void stopEverything() {
        world.close();
    }

    @Test
    void findsWhatIsThereAndNothingWhereThereIsNothing() throws Exception {
        copied("case-calm", 1, 10);
        copied("case-isr", 1, 10);
        copied("case-anew", 1, 10);
        nothing();
        aQuota();
        tooFewReplicasInSync();
        aPartitionThatStopped();
    }

    private static void nothing() {
        soon(() -> {
            Cli doctor = doctor();
            assertThat(doctor.out()).startsWith("dc1->dc2: nothing limits it: up to date\n");
            assertThat(doctor.exitCode()).isZero();
            assertThat(doctor.out()).containsPattern("source broker 0 \\(127.0.0.1:\\d+\\): \\d+\\.\\d\\d ms");
        });
    }

    private static void aQuota() throws Exception {
        quota(20_000.0);
        try {
            produce("case-quota", 200, 5_000);
            soon(() -> {
                JsonNode found = found(doctor("--json"), "quota-dc2");
                assertThat(found.get("what").asText())
                        .contains("producer_byte_rate = 20,000 for --entity-type users --entity-default");
                assertThat(found.get("cure").asText()).contains("kafka-configs.sh --alter --add-config");
            });
        } finally {
            quota(null);
        }
        nothing();
    }

    private static void tooFewReplicasInSync() throws Exception {
        config("dc1.case-isr", "min.insync.replicas", "2");
        soon(() -> {
            Cli doctor = doctor("--json");
            assertThat(found(doctor, "target-under-min-isr").get("what").asText())
                    .contains("dc1.case-isr-0 (1 of 2");
            assertThat(doctor.exitCode()).isEqualTo(1);
        });
        config("dc1.case-isr", "min.insync.replicas", "1");
        nothing();
    }

    private static void aPartitionThatStopped() throws Exception {
        world.source.admin().deleteTopics(List.of("case-anew")).all().get();
        soon(() -> world.source.createTopic("case-anew", 1));
        soon(() -> {
            Cli doctor = doctor("--json");
            assertThat(found(doctor, "source-recreated").get("what").asText()).contains("case-anew-0");
            assertThat(doctor.exitCode()).isEqualTo(1);
        });
        assertThat(doctor().out()).contains("1. NEEDS YOU: 1 partition stopped, case-anew-0: ");
    }

    private static Cli doctor(String... more) {
        var words = new ArrayList<>(List.of("dc1->dc2", "--seconds", "2"));
        words.addAll(List.of(more));
        return asked.run("doctor", words.toArray(String[]::new));
    }

    private static JsonNode found(Cli doctor, String name) {
        for (JsonNode finding : Asked.tree(doctor).get("findings")) {
            if (finding.get("name").asText().equals(name)) {
                return finding;
            }
        }
        throw new AssertionError(name + " was not found: " + doctor.text());
    }

    private static void copied(String topic, int records, int bytes) {
        produce(topic, records, bytes);
        soon(() -> assertThat(
                        asked.json("topics", topic).at("/topics/0/lagRecords").asLong(-1))
                .isZero());
    }

    private static void produce(String topic, int records, int bytes) {
        try (var producer = new KafkaProducer<>(
                new HashMap<String, Object>(world.source.clientProperties()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[bytes]));
            }
        }
    }

    private static void config(String topic, String name, String value) throws Exception {
        var operation = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        world.target
                .admin()
                .incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(operation)))
                .all()
                .get();
    }

    private static void quota(@Nullable Double bytesPerSecond) throws Exception {
        var anybody = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.USER, null));
        var operation = new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond);
        world.target
                .admin()
                .alterClientQuotas(List.of(new ClientQuotaAlteration(anybody, List.of(operation))))
                .all()
                .get();
    }
}
