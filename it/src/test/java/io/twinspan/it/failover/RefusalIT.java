package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.it.failover.MoveStage.Shape;
import io.twinspan.it.failover.MoveStage.Tool;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of a move is found before anything is changed, and named; who accepts it moves all the same. */
class RefusalIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINK = "dc1->dc2";

    /** The link finds nothing new, and gives no rights on, while the test runs. */
    private static final Map<String, String> SETTLED =
            Map.of("refresh.topics.interval.seconds", "3600", "sync.topic.acls.interval.seconds", "3600");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /** What {@code --dry-run --json} says, by the kind of obstacle; where one is named twice, the sentences together. */
    private record Plan(int exitCode, boolean isReady, Map<String, String> sentences, Map<String, String> weights) {}

    private static Plan plan(MoveStage stage, String... options) throws IOException {
        return plan(stage, stage.file, options);
    }

    private static Plan plan(MoveStage stage, Path file, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("failover", file.toString(), LINK, "--dry-run", "--json"));
        arguments.addAll(List.of(options));
        Tool tool = stage.tool(arguments.toArray(String[]::new));
        JsonNode said = JSON.readTree(tool.text().substring(tool.text().indexOf('{')));
        var sentences = new TreeMap<String, String>();
        var weights = new TreeMap<String, String>();
        said.get("obstacles").forEach(one -> {
            String sentence = one.get("subject").asText() + " "
                    + one.get("what").asText() + ". " + one.get("cure").asText();
            sentences.merge(one.get("kind").asText(), sentence, (a, b) -> a + "\n" + b);
            weights.put(one.get("kind").asText(), one.get("weight").asText());
        });
        assertThat(said.get("ready").asBoolean()).isEqualTo(tool.exitCode() == 0);
        return new Plan(tool.exitCode(), said.get("ready").asBoolean(), sentences, weights);
    }

    @Test
    void findsWhatStandsInTheWayAndGoesOnWithWhatIsAccepted() throws Exception {
        try (var stage = new MoveStage(directory, new Shape(false, 4, 2, 4), true, SETTLED)) {
            Writers writers =
                    stage.closing(Writers.start(stage.dc1.clientProperties("shop"), "dc1", stage.topics, 2, 500));
            stage.startLink();
            stage.awaitCopied(stage.dc1, stage.dc2);
            writers.awaitMore(1_000);
            writers.close();
            Map<String, Map<TopicPartition, Long>> groups = stage.stoppedGroups(stage.dc1, 7);

            Plan before = plan(stage, "--reverse");
            assertThat(before.sentences()).as("all is well").isEmpty();
            assertThat(before.isReady()).isTrue();

            KafkaProducer<String, String> abandoned = makeTrouble(stage);
            var outsider = stage.closing(new Readers());
            outsider.start(stage.dc2.clientProperties("shop"), "live", List.of("dc1.shop-0"));
            await().atMost(MoveStage.SOON).until(() -> !outsider.seen("live").isEmpty());
            // The link sets them by itself, and is to have done so before things are compared.
            await().atMost(MoveStage.SOON)
                    .until(() -> groups.entrySet().stream()
                            .allMatch(group ->
                                    stage.committed(stage.dc2, group.getKey()).size()
                                            == group.getValue().size()));
            Belongings here = Belongings.of(stage, stage.dc1, stage.topics, groups.keySet());
            Belongings there = Belongings.of(stage, stage.dc2, stage.copies("dc1"), groups.keySet());

            Plan trouble = plan(stage, "--drain-limit", "0s");

            everyObstacleIsNamed(trouble);
            assertThat(Belongings.of(stage, stage.dc1, stage.topics, groups.keySet()))
                    .isEqualTo(here);
            assertThat(Belongings.of(stage, stage.dc2, stage.copies("dc1"), groups.keySet()))
                    .isEqualTo(there);
            assertThat(stage.operation()).as("nothing was begun").isNull();
            wrongWordsAreRefused(stage);

            Tool refused = stage.tool("failover", stage.file.toString(), LINK);
            assertThat(refused.exitCode()).as(refused.text()).isEqualTo(1);
            assertThat(refused.text()).contains("not ready:", "--accept topic-missing", "ABORTED in");

            goesOn(stage, trouble, groups);
            abandoned.close(Duration.ZERO);
            assertThat(plan(stage).weights()).as("its clients have gone").containsEntry("held", "FATAL");
        }
    }

    /** As much as can be wrong at once. */
    private static KafkaProducer<String, String> makeTrouble(MoveStage stage) throws Exception {
        MoveStage.get(stage.dc1
                .admin()
                .createTopics(List.of(new NewTopic("shop-late", 1, (short) 1)))
                .all());
        MoveStage.get(stage.dc1
                .admin()
                .createPartitions(Map.of("shop-1", NewPartitions.increaseTo(3)))
                .all());
        var copy = new ConfigResource(ConfigResource.Type.TOPIC, "dc1.shop-2");
        MoveStage.get(stage.dc2
                .admin()
                .incrementalAlterConfigs(Map.of(
                        copy,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("min.insync.replicas", "2"), AlterConfigOp.OpType.SET))))
                .all());
        MoveStage.get(stage.dc2.admin().deleteTopics(List.of("shop-3")).all());
        stage.dc1.allow("reader", ResourceType.TOPIC, "shop-0", AclOperation.READ);
        var notCopied = new TopicPartition("shop-1", 2);
        try (KafkaProducer<String, String> producer = producer(stage, Map.of())) {
            for (int i = 0; i < 1_000; i++) {
                producer.send(new ProducerRecord<>(notCopied.topic(), notCopied.partition(), "k", "left-" + i));
            }
        }
        MoveStage.get(stage.dc1
                .admin()
                .alterConsumerGroupOffsets("lost", Map.of(notCopied, new OffsetAndMetadata(10)))
                .all());
        MoveStage.get(stage.dc1
                .admin()
                .alterConsumerGroupOffsets("live", Map.of(new TopicPartition("shop-0", 0), new OffsetAndMetadata(10)))
                .all());
        ForgottenTransaction.leave(stage.dc1, new TopicPartition("shop-0", 1), "forgotten");
        return abandonedTransaction(stage, new TopicPartition("shop-0", 0));
    }

    private static KafkaProducer<String, String> producer(MoveStage stage, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(stage.dc1.clientProperties("shop"));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** Somebody began a transaction, wrote two minutes ago, by the time of the record, and does nothing more. */
    private static KafkaProducer<String, String> abandonedTransaction(MoveStage stage, TopicPartition partition)
            throws ExecutionException, InterruptedException {
        KafkaProducer<String, String> producer =
                producer(stage, Map.of("transactional.id", "shop-abandoned", "transaction.timeout.ms", "600000"));
        producer.initTransactions();
        producer.beginTransaction();
        long timeMs = System.currentTimeMillis() - 120_000;
        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), timeMs, "k", "abandoned"))
                .get();
        return producer;
    }

    private static void everyObstacleIsNamed(Plan trouble) {
        assertThat(trouble.exitCode()).isEqualTo(1);
        Map<String, String> sentences = trouble.sentences();
        assertThat(sentences.get("topic-missing"))
                .contains("shop-late", "are not on dc2", "leave them out with --topics");
        assertThat(sentences.get("partitions-differ")).contains("shop-1", "3 partitions", "dc1.shop-1 2", "Wait until");
        assertThat(sentences.get("isr-too-small")).contains("dc1.shop-2-0 (1 of 2)", "dc1.shop-2-1 (1 of 2)", "Bring");
        assertThat(sentences.get("partition-stopped"))
                .contains("shop-1-2", "has not begun to copy it", "twinspan lanes");
        assertThat(sentences.get("group-active")).contains("live", "have members on dc2", "Stop these consumers");
        assertThat(sentences.get("group-not-exact")).contains("group lost", "shop-1-2");
        assertThat(sentences.get("hanging-transaction")).contains("shop-0-1", "holds up", "kafka-transactions.sh");
        assertThat(sentences.get("lag-too-large"))
                .contains("records are not copied yet", "--drain-limit", "twinspan doctor");
        assertThat(sentences.get("producer-topic-missing")).contains("shop-3", "Create them there");
        assertThat(sentences.get("permission-missing"))
                .contains("User:reader on dc1.shop-0", "sync.topic.acls.enabled");
        assertThat(sentences).hasSize(10);
        Map<String, List<String>> kinds = trouble.weights().entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        assertThat(kinds.get("REMARK")).containsExactlyInAnyOrder("producer-topic-missing", "permission-missing");
        assertThat(kinds.get("ACCEPTABLE")).hasSize(8);
    }

    private void wrongWordsAreRefused(MoveStage stage) throws IOException {
        assertThat(plan(stage, "--topics", "nothing").weights()).containsEntry("nothing-to-move", "FATAL");
        Path oneWay = directory.resolve("one-way.properties");
        Files.writeString(
                oneWay,
                Files.readString(stage.file)
                        .lines()
                        .filter(line -> !line.startsWith("dc2->dc1"))
                        .collect(Collectors.joining("\n")));
        assertThat(plan(stage, oneWay, "--reverse").sentences().get("no-way-back"))
                .contains("no link in the other direction", "dc2->dc1.enabled = true", "dc2->dc1.link.standby = true");
        assertThat(plan(stage, "--emergency").sentences().get("source-answers")).contains("Leave out --emergency");
        Tool unknown = stage.tool("failover", stage.file.toString(), LINK, "--accept", "everything");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.text()).contains("there is no such obstacle", "hanging-transaction");
    }

    private static void goesOn(MoveStage stage, Plan trouble, Map<String, Map<TopicPartition, Long>> groups) {
        String words = trouble.weights().entrySet().stream()
                .filter(one -> one.getValue().equals("ACCEPTABLE"))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(","));

        Tool moved = stage.tool("failover", stage.file.toString(), LINK, "--accept", words);

        assertThat(moved.exitCode()).as(moved.text() + stage.link().logTail()).isZero();
        assertThat(moved.text())
                .contains("DONE WITH LOSS in", "1000 records were left behind in partitions that were not copied")
                .contains("group live was not set: it has members there");
        var copied = new TopicPartition("shop-0", 0);
        assertThat(MoveStage.get(stage.dc1
                                .admin()
                                .describeProducers(List.of(copied, new TopicPartition("shop-0", 1)))
                                .all())
                        .values())
                .allSatisfy(partition -> assertThat(partition.activeProducers())
                        .allMatch(producer ->
                                producer.currentTransactionStartOffset().isEmpty()));
        Proof proof = Proof.read(stage);
        stage.topics.forEach(topic -> assertThat(proof.target().of("dc1." + topic, 0))
                .isEqualTo(proof.source().of(topic, 0))
                .noneMatch(value -> value.equals("abandoned") || value.equals("forgotten")));
        proof.everyGroupResumesAtTheExactRecord(stage.dc2, groups);
    }

    @Test
    void offersOtherFencesWhereThereIsNoAuthorizer() throws Exception {
        try (var stage = new MoveStage(directory, new Shape(true, 2, 2, 2), false, SETTLED)) {
            Writers writers = stage.closing(Writers.start(stage.dc1.clientProperties(), "dc1", stage.topics, 2, 300));
            stage.startLink();
            stage.awaitCopied(stage.dc1, stage.dc2);
            writers.awaitMore(300);
            writers.close();

            Plan plan = plan(stage);

            assertThat(plan.exitCode()).isEqualTo(1);
            assertThat(plan.weights()).containsOnly(Map.entry("no-authorizer", "FATAL"));
            assertThat(plan.sentences().get("no-authorizer"))
                    .contains("cluster dc1 has no authorizer", "--fence quota", "--fence hook", "--fence stopped");
            assertThat(plan(stage, "--fence", "quota").weights()).containsOnly(Map.entry("no-authorizer", "REMARK"));
            assertThat(plan(stage, "--fence", "stopped").sentences()).isEmpty();

            stage.link().kill9();
            assertThat(plan(stage, "--fence", "stopped").sentences().get("link-not-running"))
                    .contains("no task of it shows a sign of life", "twinspan run");

            aDifferenceEndsTheMove(stage);

            Tool moved = stage.tool(
                    "failover",
                    stage.file.toString(),
                    LINK,
                    "--fence",
                    "quota",
                    "--accept",
                    "link-not-running",
                    "--verify",
                    "none");
            assertThat(moved.exitCode()).as(moved.text()).isZero();
            assertThat(moved.text()).contains("records were not compared (--verify none)");
            assertThat(quota(stage.dc1)).as("the brake is on").contains(1.0);
        }
    }

    /** Somebody has made a copy anew, and one record in it is another one. */
    private static void aDifferenceEndsTheMove(MoveStage stage) {
        List<ConsumerRecord<byte[], byte[]>> records = records(stage.dc2, "shop-0");
        long last = records.stream()
                .filter(record -> record.partition() == 1)
                .mapToLong(ConsumerRecord::offset)
                .max()
                .orElseThrow();
        MoveStage.get(stage.dc2.admin().deleteTopics(List.of("shop-0")).all());
        await().ignoreExceptions()
                .until(() -> MoveStage.get(stage.dc2
                                .admin()
                                .createTopics(List.of(new NewTopic("shop-0", 2, (short) 1)))
                                .all())
                        == null);
        Map<String, Object> settings = new HashMap<>(stage.dc2.clientProperties());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                boolean isVictim = record.partition() == 1 && record.offset() == last;
                producer.send(new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.timestamp(),
                        record.key(),
                        isVictim ? "another".getBytes(StandardCharsets.UTF_8) : record.value()));
            }
        }

        Tool different = stage.tool(
                "failover", stage.file.toString(), LINK, "--fence", "stopped", "--accept", "link-not-running");

        assertThat(different.exitCode()).as(different.text()).isEqualTo(1);
        assertThat(different.text())
                .contains("'verify' failed: 1 difference in 1 partition, the first in shop-0-1 and shop-0-1")
                .contains(
                        "altered: source offset " + last + " and target offset " + last + " are not the same (value)",
                        "\"another\"")
                .contains("to move without comparing records: --verify none", "everything is as it was");
        assertThat(stage.hold()).isEqualTo(LinkHold.Level.FREE);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(KafkaCluster cluster, String topic) {
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private static Optional<Double> quota(KafkaCluster cluster) {
        return MoveStage.get(cluster.admin()
                        .describeClientQuotas(org.apache.kafka.common.quota.ClientQuotaFilter.all())
                        .entities())
                .values()
                .stream()
                .map(quotas -> quotas.get("producer_byte_rate"))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }
}
