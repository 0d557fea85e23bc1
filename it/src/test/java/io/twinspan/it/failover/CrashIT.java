package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.OperationState.StepState;
import io.twinspan.it.failover.MoveStage.Shape;
import io.twinspan.it.failover.MoveStage.Tool;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command is killed in every step of a move, and continued or taken back by another process. */
class CrashIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(CrashIT.class);
    private static final String LINK = "dc1->dc2";
    private static final int RANDOM_KILLS = 3;
    private static final int GROUPS_TAKE_MS = 600;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);

    @Test
    void whereverItIsKilledAMoveIsTakenBackOrContinued() throws Exception {
        LOGGER.info("seed {}", seed);
        var shape = new Shape(true, 4, 2, 8);
        try (var stage = new MoveStage(directory, shape)) {
            Writers first = stage.closing(
                    Writers.start(stage.dc1.clientProperties("shop"), "first", stage.topics, shape.partitions(), 500));
            stage.startLink();
            stage.awaitCopied(stage.dc1, stage.dc2);
            first.awaitMore(1_000);
            first.close();
            Map<String, Map<TopicPartition, Long>> groups = stage.stoppedGroups(stage.dc1, seed);
            await().atMost(MoveStage.SOON)
                    .until(() -> groups.entrySet().stream()
                            .allMatch(group -> stage.committed(stage.dc2, group.getKey())
                                    .keySet()
                                    .containsAll(group.getValue().keySet())));

            isTakenBack(stage, groups);
            isContinued(stage, first, groups);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("-Dseed=" + seed + " has the same random moments: " + e.getMessage(), e);
        }
    }

    // ---- taken back
    // --------------------------------------------------------------------------------------------------

    private void isTakenBack(MoveStage stage, Map<String, Map<TopicPartition, Long>> groups) {
        Belongings here = Belongings.of(stage, stage.dc1, stage.topics, groups.keySet());
        Belongings there = Belongings.of(stage, stage.dc2, stage.topics, groups.keySet());
        Map<String, List<String>> options =
                Map.of("drain", List.of("--fence", "quota"), "groups", List.of("--stop-consumers"));
        for (String step : List.of("preflight", "quiet", "fence", "drain", "hold", "verify", "groups")) {
            // Everything is done, and nobody has said so yet.
            String place = "after-" + step;
            var roadblocks = new Roadblocks(directory.resolve("undo-" + step));
            List<String> more = new ArrayList<>(options.getOrDefault(step, List.of()));
            more.addAll(roadblocks.options(List.of(place)));
            JavaProcess killed = begin(stage, more);
            roadblocks.awaitAt(place, killed);
            killed.kill9();

            Tool undone = stage.tool("failover", stage.file.toString(), LINK, "--undo");

            assertThat(undone.exitCode()).as("%s: %s", step, undone.text()).isZero();
            assertThat(undone.text()).contains("it was taken back: everything is as it was");
            assertThat(Belongings.of(stage, stage.dc1, stage.topics, groups.keySet()))
                    .as("dc1 after %s", step)
                    .isEqualTo(here);
            assertThat(Belongings.of(stage, stage.dc2, stage.topics, groups.keySet()))
                    .as("dc2 after %s", step)
                    .isEqualTo(there);
            assertThat(stage.hold()).as(step).isEqualTo(LinkHold.Level.FREE);
            recordsAreCopiedAgain(stage, step);
        }
    }

    private static void recordsAreCopiedAgain(MoveStage stage, String mark) {
        TopicPartition partition = new TopicPartition(stage.topics.get(0), 0);
        long before = stage.ends(stage.dc2, stage.topics).get(partition);
        try (KafkaProducer<String, String> producer = producer(stage, Map.of())) {
            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), "k", "again-" + mark));
        }
        await().atMost(MoveStage.SOON)
                .until(() -> stage.ends(stage.dc2, stage.topics).get(partition) > before);
    }

    private static KafkaProducer<String, String> producer(MoveStage stage, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(stage.dc1.clientProperties("shop"));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    // ---- continued
    // ---------------------------------------------------------------------------------------------------

    private void isContinued(MoveStage stage, Writers first, Map<String, Map<TopicPartition, Long>> groups)
            throws Exception {
        Writers writers = stage.closing(Writers.start(
                stage.dc1.clientProperties("shop"), "dc1", stage.topics, stage.shape.partitions(), 1_000));
        writers.awaitMore(500);
        List<String> places = Stream.of(
                        "preflight", "quiet", "fence", "drain", "hold", "verify", "groups", "open", "reverse")
                .flatMap(step -> Stream.of("before-" + step, "after-" + step))
                .toList();
        var roadblocks = new Roadblocks(directory.resolve("resume"));
        List<String> options = new ArrayList<>(roadblocks.options(places));
        options.addAll(List.of("--reverse", "--verify", "all", "--canary-config", canary()));
        JavaProcess tool = begin(stage, options);
        KafkaProducer<String, String> abandoned = null;
        for (String place : places) {
            roadblocks.awaitAt(place, tool);
            switch (place) {
                case "before-fence" -> {
                    abandoned = abandonedTransaction(stage);
                    // What is written from now on waits to be copied.
                    stage.link().pause();
                    JavaProcess fencing = killAndResume(stage, tool);
                    // Nobody may write any more, and the transaction may end by itself for two seconds.
                    awaitState(stage, fencing, state -> !state.notes("fence").isEmpty());
                    tool = killAndResume(stage, fencing);
                    assertThat(hasOpenTransaction(stage)).isTrue();
                }
                case "before-drain" -> {
                    tool = killInTheMidst(stage, tool, "drain", 0);
                    stage.link().resume();
                }
                case "after-hold" -> tool = anotherTakesOver(stage, tool, roadblocks, place);
                case "before-groups" -> {
                    for (int i = 0; i < RANDOM_KILLS; i++) {
                        tool = killInTheMidst(stage, tool, "groups", random.nextInt(GROUPS_TAKE_MS));
                    }
                }
                default -> tool = killAndResume(stage, tool);
            }
        }
        int code = tool.awaitExit(Duration.ofMinutes(2));
        if (abandoned != null) {
            abandoned.close(Duration.ZERO);
        }

        String text = stage.said(tool);
        assertThat(code).as(text + stage.link().logTail()).isZero();
        assertThat(text).contains("OK in").doesNotContain("not proven");
        await().until(() -> writers.refused() > 0);
        assertThat(stage.hold()).isEqualTo(LinkHold.Level.HELD);
        Proof proof = Proof.read(stage);
        proof.nothingIsLost(first);
        proof.nothingIsLost(writers);
        proof.everyGroupResumesAtTheExactRecord(stage.dc2, groups);
        assertThat(proof.source().values().values())
                .allSatisfy(values -> assertThat(values.values()).noneMatch(value -> value.startsWith("abandoned")));
    }

    /** Somebody began a transaction, wrote, and does nothing more. */
    private static KafkaProducer<String, String> abandonedTransaction(MoveStage stage) throws Exception {
        KafkaProducer<String, String> producer = producer(stage, Map.of("transactional.id", "shop-abandoned"));
        producer.initTransactions();
        producer.beginTransaction();
        for (String topic : stage.topics) {
            producer.send(new ProducerRecord<>(topic, 0, "k", "abandoned")).get();
        }
        return producer;
    }

    private String canary() {
        return directory.resolve("shop.properties").toString();
    }

    private static boolean hasOpenTransaction(MoveStage stage) {
        var partition = new TopicPartition(stage.topics.get(0), 0);
        return MoveStage.get(
                        stage.dc1.admin().describeProducers(List.of(partition)).partitionResult(partition))
                .activeProducers()
                .stream()
                .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
    }

    private JavaProcess begin(MoveStage stage, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("failover", stage.file.toString(), LINK));
        arguments.addAll(options);
        return stage.begin(arguments.toArray(String[]::new));
    }

    private JavaProcess killAndResume(MoveStage stage, JavaProcess tool) {
        tool.kill9();
        return begin(stage, List.of("--resume", "--canary-config", canary()));
    }

    /** Kills it at its place, and who continues when it has begun the step, some time later. */
    private JavaProcess killInTheMidst(MoveStage stage, JavaProcess tool, String step, long laterMs) {
        int before = attempts(stage, step);
        JavaProcess next = killAndResume(stage, tool);
        awaitState(stage, next, state -> attempts(state, step) > before);
        if (laterMs > 0) {
            await().pollDelay(Duration.ofMillis(laterMs)).until(() -> true);
        }
        assertThat(next.isAlive()).as(next.logTail()).isTrue();
        return killAndResume(stage, next);
    }

    private static int attempts(MoveStage stage, String step) {
        OperationState state = stage.operation();
        return state == null ? 0 : attempts(state, step);
    }

    private static int attempts(OperationState state, String step) {
        StepState of = state.step(step);
        return of == null ? 0 : of.attempts();
    }

    private static void awaitState(MoveStage stage, JavaProcess tool, Predicate<OperationState> condition) {
        await().pollInterval(Duration.ofMillis(10)).atMost(MoveStage.SOON).until(() -> {
            assertThat(tool.isAlive()).as(tool.logTail()).isTrue();
            OperationState state = stage.operation();
            return state != null && condition.test(state);
        });
    }

    /** Two at once: the second one goes on, and the first one, when it comes to itself, leaves it alone. */
    private JavaProcess anotherTakesOver(MoveStage stage, JavaProcess first, Roadblocks roadblocks, String place) {
        OperationState state = stage.operation();
        int epoch = state == null ? 0 : state.epoch();
        JavaProcess second = begin(stage, List.of("--resume"));
        awaitState(stage, second, now -> now.epoch() > epoch);
        roadblocks.free(place);
        int code = first.awaitExit(Duration.ofSeconds(60));

        assertThat(code).as(stage.said(first)).isEqualTo(1);
        assertThat(stage.said(first))
                .contains(" was taken up by another process")
                .contains("this one does nothing more in it");
        return second;
    }
}
