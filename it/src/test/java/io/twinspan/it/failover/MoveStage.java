package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.failover.OperationLog;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.cluster.Security;
import io.twinspan.testkit.process.Distribution;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.process.ShippedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Two secured clusters of broker processes, {@code twinspan run} in a process between them, an application's topics, and what is needed to
 * move its producers and consumers. Confined to the test's thread.
 */
final class MoveStage implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(90);
    private static final String TOPICS = "shop-";

    private static final boolean IS_MEASURED = Integer.getInteger("moves.warm", 0) > 0;

    /** Where it is measured, brokers run as people run them, and have the time for their second compiler; else the first one gets there sooner. */
    private static final String COMPILERS = IS_MEASURED ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";

    /** An operator's machine is not a broker's: where it is measured, a command does not wait for the cores that brokers and the link use. */
    private static final List<String> PRIORITY = IS_MEASURED ? List.of("nice", "-n", "5") : List.of();

    final Shape shape;
    final ProcessCluster dc1;
    final ProcessCluster dc2;
    final Path directory;
    final Path file;
    final List<String> topics;
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable JavaProcess run;
    private @Nullable OperationLog journal;
    private int tools;

    /**
     * What there is to move. Immutable.
     *
     * @param sameNames whether copies have the names of their topics
     * @param stoppedGroups groups that have stopped somewhere in their topics
     */
    record Shape(boolean sameNames, int topics, int partitions, int stoppedGroups) {}

    /** Secured clusters, and a link as most will have it. */
    MoveStage(Path directory, Shape shape) {
        this(directory, shape, true, Map.of());
    }

    /**
     * The same in another way.
     *
     * @param isSecured whether clusters know who somebody is, and have an authorizer
     * @param more what else is in the file
     */
    MoveStage(Path directory, Shape shape, boolean isSecured, Map<String, String> more) {
        this.directory = directory;
        this.shape = shape;
        var other = CompletableFuture.supplyAsync(() -> cluster("dc2", isSecured));
        dc1 = cluster("dc1", isSecured);
        dc2 = other.join();
        topics = IntStream.range(0, shape.topics()).mapToObj(i -> TOPICS + i).toList();
        create(dc1.admin(), topics);
        if (!shape.sameNames()) {
            // Where producers that move will look for them.
            create(dc2.admin(), topics);
        }
        if (isSecured) {
            allow();
        }
        Map<String, String> properties = properties(isSecured);
        properties.putAll(more);
        file = Cli.file(directory, properties);
        write("shop.properties", dc1.clientProperties(isSecured ? "shop" : ""));
        write("shop-dc2.properties", dc2.clientProperties(isSecured ? "shop" : ""));
    }

    private void allow() {
        dc1.allow("shop", ResourceType.TOPIC, TOPICS, AclOperation.WRITE);
        for (KafkaCluster cluster : List.of(dc1, dc2)) {
            for (String prefix : List.of(TOPICS, "dc1." + TOPICS, "dc2." + TOPICS)) {
                cluster.allow("shop", ResourceType.TOPIC, prefix, AclOperation.READ);
                cluster.allow("shop", ResourceType.TOPIC, prefix, AclOperation.DESCRIBE);
            }
            cluster.allow("shop", ResourceType.GROUP, "live", AclOperation.READ);
            cluster.allow("shop", ResourceType.TRANSACTIONAL_ID, TOPICS, AclOperation.WRITE);
            cluster.allow("shop", ResourceType.TRANSACTIONAL_ID, TOPICS, AclOperation.DESCRIBE);
        }
    }

    private static ProcessCluster cluster(String name, boolean isSecured) {
        ProcessCluster.Builder builder = ProcessCluster.builder(name)
                .jvmOptions("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", COMPILERS)
                .launcher(PRIORITY)
                .setting("group.initial.rebalance.delay.ms", "0")
                // So that a transaction can be made that no coordinator knows, as they came about before Kafka 3.6.
                .setting("transaction.partition.verification.enable", "false");
        if (isSecured) {
            builder.security(Security.SASL_SSL)
                    .authorizer()
                    .superUser("mm2", "mm2-secret")
                    .user("shop", "shop-secret");
        }
        return builder.start();
    }

    private void create(Admin admin, List<String> names) {
        get(admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, shape.partitions(), (short) 1))
                        .toList())
                .all());
    }

    private Map<String, String> properties(boolean isSecured) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        dc1.clientProperties(isSecured ? "mm2" : "").forEach((key, value) -> properties.put("dc1." + key, value));
        dc2.clientProperties(isSecured ? "mm2" : "").forEach((key, value) -> properties.put("dc2." + key, value));
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc2->dc1.enabled", "true");
        properties.put("dc2->dc1.link.standby", "true");
        properties.put("dc1->dc2.topics", TOPICS + ".*");
        properties.put("dc2->dc1.topics", TOPICS + ".*");
        properties.put("groups", ".*");
        properties.put("sync.group.offsets.enabled", "true");
        properties.put("sync.group.offsets.interval.seconds", "2");
        properties.put("emit.checkpoints.interval.seconds", "1");
        properties.put("refresh.topics.interval.seconds", "5");
        properties.put("refresh.groups.interval.seconds", "5");
        properties.put("sync.topic.acls.enabled", "true");
        properties.put("sync.topic.acls.interval.seconds", "5");
        properties.put("emit.heartbeats.enabled", "false");
        properties.put("tasks.max", "2");
        if (shape.sameNames()) {
            properties.put("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
        }
        properties.putAll(Cli.replicas(1));
        return properties;
    }

    private void write(String name, Map<String, String> properties) {
        var lines = properties.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + entry.getValue().replace("\\", "\\\\").replace("\n", "\\n"))
                .collect(Collectors.joining("\n"));
        try {
            Files.writeString(directory.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of a topic's copy in the other cluster. */
    String copy(String from, String topic) {
        return shape.sameNames() ? topic : from + "." + topic;
    }

    List<String> copies(String from) {
        return topics.stream().map(topic -> copy(from, topic)).toList();
    }

    /** Starts the link, and waits until every topic is copied from the beginning on. */
    void startLink() {
        run = closing(TwinspanProcess.run("move-link", file, directory.resolve("link.log"), PRIORITY));
    }

    void killLink() {
        JavaProcess process = run;
        if (process != null) {
            process.kill9();
        }
    }

    JavaProcess link() {
        return Objects.requireNonNull(run);
    }

    /** Runs the command in a process of its own, to its end. */
    Tool tool(String... arguments) {
        long begun = System.nanoTime();
        try (JavaProcess process = begin(arguments)) {
            int code = process.awaitExit(Duration.ofMinutes(3));
            return new Tool(code, text(process.log()), Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** The same, not waiting for its end: as the script of the distribution would start it. */
    JavaProcess begin(String... arguments) {
        ShippedCommand shipped =
                ShippedCommand.withCache(Distribution.script(Path.of("..")), directory.resolve("cache"), arguments);
        return JavaProcess.of(shipped.mainClass())
                .name("tool-" + tools++)
                .jvmOptions(shipped.jvmOptions())
                .classPath(shipped.classPath())
                .arguments(arguments)
                .start();
    }

    /** What a command said. Immutable. */
    record Tool(int exitCode, String text, Duration took) {}

    /** What a command has said so far. */
    String said(JavaProcess process) {
        return text(process.log());
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How far the last operation of the link dc1->dc2 has come, or null if there was none. */
    @Nullable
    OperationState operation() {
        OperationLog log = journal;
        if (log == null) {
            log = new OperationLog(closing(new JournalTopic(view(), Clock.systemUTC(), Duration.ofSeconds(20))));
            journal = log;
        }
        List<Entry> entries = log.entries();
        List<String> ids = OperationState.operations(entries);
        return ids.isEmpty() ? null : OperationState.of(ids.get(ids.size() - 1), entries);
    }

    private LinkView view() {
        return Deployment.of(file.toString(), text(file)).linkViews().stream()
                .filter(link -> link.name().source().value().equals("dc1"))
                .findFirst()
                .orElseThrow();
    }

    /** What holds the link dc1->dc2, as its tasks hear it. */
    LinkHold.Level hold() {
        try (var follower = new LinkFollower(view(), Clock.systemUTC(), Duration.ofSeconds(20))) {
            follower.look();
            return follower.hold().map(LinkHold::level).orElse(LinkHold.Level.FREE);
        }
    }

    /** Waits until the copies in a cluster have as many records as their topics, at some moment. */
    void awaitCopied(KafkaCluster from, KafkaCluster to) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(link().isAlive()).as(link().logTail()).isTrue();
            Map<TopicPartition, Long> there = ends(to, copies(from.name()));
            assertThat(there).hasSize(shape.topics() * shape.partitions());
            assertThat(there.values()).as(link().logTail()).allMatch(end -> end > 0);
        });
    }

    Map<TopicPartition, Long> ends(KafkaCluster cluster, List<String> names) {
        return ends(cluster, names, IsolationLevel.READ_UNCOMMITTED);
    }

    Map<TopicPartition, Long> ends(KafkaCluster cluster, List<String> names, IsolationLevel level) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (String name : names) {
            for (int partition = 0; partition < shape.partitions(); partition++) {
                wanted.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        }
        var ends = new HashMap<TopicPartition, Long>();
        get(cluster.admin().listOffsets(wanted, new ListOffsetsOptions(level)).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Groups that have stopped somewhere in a topic or two, at random. */
    Map<String, Map<TopicPartition, Long>> stoppedGroups(KafkaCluster cluster, long seed) {
        var random = new Random(seed);
        Map<TopicPartition, Long> ends = ends(cluster, topics);
        var groups = new TreeMap<String, Map<TopicPartition, Long>>();
        for (int i = 0; i < shape.stoppedGroups(); i++) {
            var offsets = new HashMap<TopicPartition, Long>();
            for (int t = 0; t < 2; t++) {
                String topic = topics.get((i + t * 7) % topics.size());
                for (int partition = 0; partition < shape.partitions(); partition++) {
                    var at = new TopicPartition(topic, partition);
                    offsets.put(at, (long) random.nextInt((int) (ends.get(at) + 1)));
                }
            }
            groups.put("stopped-" + i, offsets);
        }
        groups.forEach((group, offsets) -> {
            var commit = new HashMap<TopicPartition, OffsetAndMetadata>();
            offsets.forEach((partition, offset) -> commit.put(partition, new OffsetAndMetadata(offset)));
            get(cluster.admin().alterConsumerGroupOffsets(group, commit).all());
        });
        return groups;
    }

    /** What a cluster has committed for a group. */
    Map<TopicPartition, OffsetAndMetadata> committed(KafkaCluster cluster, String group) {
        return get(cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        dc2.close();
        dc1.close();
    }
}
