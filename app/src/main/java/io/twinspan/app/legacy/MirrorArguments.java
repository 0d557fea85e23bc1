package io.twinspan.app.legacy;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What MirrorMaker 1 was given, checked, and what it means for a link. Immutable. Holds secrets, and never shows them.
 *
 * <p>Nothing is passed over in silence: what cannot be done is an error with its reason, what is done in another way, or has no meaning here,
 * is a warning.
 */
public final class MirrorArguments {
    private static final String TARGET = "target";
    private static final Set<String> READING = Set.of("auto.offset.reset", "isolation.level");
    private static final Set<String> WRITING = Set.of("compression.type");

    /** Settings that MirrorMaker 1 sets by itself whatever a file says, or that say only what is done here anyway. */
    private static final Set<String> NEVER_COUNTED = Set.of(
            "group.id",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "acks",
            "enable.idempotence",
            "enable.auto.commit",
            "producer.type",
            "exclude.internal.topics");

    private static final String REWRITTEN =
            "records go on in their batches, unopened; to change records, use 'transforms' with" + " 'twinspan run'";

    private final ClientFile consumer;
    private final ClientFile producer;
    private final String topics;
    private final int streams;
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private MirrorArguments(ClientFile consumer, ClientFile producer, String include, int streams) {
        this.consumer = consumer;
        this.producer = producer;
        this.topics = pattern(include);
        this.streams = streams;
        checkTopics(include);
        checkConsumer();
        checkProducer();
        if (streams < 1) {
            errors.add("--num.streams " + streams + ": at least 1");
        }
    }

    /**
     * Reads the two files and checks everything.
     *
     * @throws IOException if a file cannot be read
     */
    public static MirrorArguments read(Path consumer, Path producer, String include, int streams) throws IOException {
        return of(ClientFile.read(consumer), ClientFile.read(producer), include, streams);
    }

    static MirrorArguments of(ClientFile consumer, ClientFile producer, String include, int streams) {
        return new MirrorArguments(consumer, producer, include, streams);
    }

    /** What has to be changed. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** What is done in another way than by MirrorMaker 1, or not at all. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The consumer group that says how far the mirror is. */
    public String group() {
        return consumer.text("group.id");
    }

    Map<String, String> sourceSettings() {
        return consumer.settings();
    }

    Map<String, String> targetSettings() {
        return producer.settings();
    }

    /** As MirrorMaker 1 reads it: a comma stands for an or, blanks and quotes around do not count. */
    private static String pattern(String include) {
        return include.strip()
                .replace(',', '|')
                .replace(" ", "")
                .replaceAll("^[\"']+", "")
                .replaceAll("[\"']+$", "");
    }

    private void checkTopics(String include) {
        if (topics.isEmpty()) {
            errors.add("--include is empty: it says which topics are mirrored, for instance 'orders.*'");
            return;
        }
        try {
            Pattern.compile(topics);
        } catch (PatternSyntaxException e) {
            errors.add("--include " + include + " cannot be read as a regular expression: " + e.getDescription()
                    + (include.contains(",") ? "; a comma stands for an or, as in MirrorMaker 1" : ""));
        }
    }

    private void checkConsumer() {
        if (consumer.has("zookeeper.connect") && !consumer.has("bootstrap.servers")) {
            errors.add(consumer
                    + ": 'zookeeper.connect' belongs to the consumers of before Kafka 2.0; name the source's brokers in"
                    + " 'bootstrap.servers'");
        } else {
            require(consumer, "bootstrap.servers", "the source's brokers, as host:port");
        }
        require(consumer, "group.id", "the group whose offsets say how far the mirror is");
        refuse(consumer, "interceptor.classes", REWRITTEN);
        String reset = consumer.text("auto.offset.reset").toLowerCase(Locale.ROOT);
        if (reset.isEmpty()) {
            warnings.add(consumer
                    + " does not set 'auto.offset.reset': as in MirrorMaker 1, a partition in which the group has no"
                    + " offset begins at its end (latest)");
        } else if (!Set.of("earliest", "latest", "smallest", "largest").contains(reset)) {
            errors.add(consumer + ": 'auto.offset.reset = " + consumer.text("auto.offset.reset")
                    + "' cannot be had here; set it to earliest or latest");
        }
        if (Boolean.parseBoolean(consumer.text("enable.auto.commit"))) {
            warnings.add(consumer
                    + ": 'enable.auto.commit = true' is not used: an offset is committed when its record is stored on"
                    + " the target");
        }
        if (consumer.text("exclude.internal.topics").equalsIgnoreCase("false")) {
            warnings.add(consumer
                    + ": 'exclude.internal.topics = false' is not used: topics of the brokers themselves are never"
                    + " mirrored");
        }
        warnWithoutEffect(consumer, READING, ConsumerConfig.configNames()::contains);
    }

    private void checkProducer() {
        if (producer.has("metadata.broker.list") && !producer.has("bootstrap.servers")) {
            errors.add(producer
                    + ": 'metadata.broker.list' belongs to the producers of before Kafka 1.0; name the target's brokers in"
                    + " 'bootstrap.servers'");
        } else {
            require(producer, "bootstrap.servers", "the target's brokers, as host:port");
        }
        refuse(producer, "interceptor.classes", REWRITTEN);
        refuse(
                producer,
                "partitioner.class",
                "every record goes to the partition of the same number as on the source; remove it if that is what you want");
        if (producer.has("acks") && !Set.of("all", "-1").contains(producer.text("acks"))) {
            warnings.add(producer + ": 'acks = " + producer.text("acks")
                    + "' is not used: a record counts as copied when all in-sync" + " replicas have it");
        }
        if (producer.has("compression.type")) {
            warnings.add(producer
                    + ": 'compression.type' is used only for batches that have to be written anew; the others keep the"
                    + " compression that they have on the source");
        }
        warnWithoutEffect(producer, WRITING, ProducerConfig.configNames()::contains);
    }

    private void require(ClientFile file, String key, String what) {
        if (!file.has(key)) {
            errors.add(file + ": '" + key + "' is missing: " + what);
        }
    }

    private void refuse(ClientFile file, String key, String reason) {
        if (file.has(key)) {
            errors.add(file + ": '" + key + "' cannot be had here: " + reason);
        }
    }

    private void warnWithoutEffect(ClientFile file, Set<String> ofData, Predicate<String> known) {
        var without = new TreeSet<String>();
        var unknown = new TreeSet<String>();
        for (String key : file.keys()) {
            if (!isUsed(key, ofData) && !NEVER_COUNTED.contains(key) && !key.equals("interceptor.classes")) {
                (known.test(key) ? without : unknown).add(key);
            }
        }
        if (!without.isEmpty()) {
            warnings.add(file
                    + ": without effect here, since whole batches are copied and no consumer group or producer is at work: "
                    + String.join(", ", without) + "; a link's own options are in docs/reference/configuration.md");
        }
        if (!unknown.isEmpty()) {
            warnings.add(file + ": no settings of Kafka's clients, left out: " + String.join(", ", unknown));
        }
    }

    private static boolean isUsed(String key, Set<String> ofData) {
        return ofData.contains(key)
                || ClientFile.isOfCluster(key)
                || ClientFile.isOfConnections(key)
                || ClientFile.isOfProviders(key);
    }

    /**
     * The same as a MirrorMaker 2 file.
     *
     * @param sourceId what tells the source from other clusters that are mirrored to the same target
     */
    public String file(String sourceId) {
        String source = "source-" + sourceId;
        String mirror = source + "." + group().replaceAll("[^a-zA-Z0-9._-]", "_");
        var file = new TreeMap<String, String>();
        file.put("clusters", source + ", " + TARGET);
        file.put(source + "->" + TARGET + ".enabled", "true");
        file.put(source + "->" + TARGET + ".topics", topics);
        file.put("topics.exclude", "__consumer_offsets, __transaction_state, __share_group_state");
        file.put("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
        file.put("tasks.max", Integer.toString(streams));
        file.put("link.start.group", group());
        file.put("link.progress.group", group());
        file.put("link.mm2.offsets.topic", "");
        // As topics that the target's brokers create by themselves.
        file.put("replication.factor", "-1");
        for (String extra : List.of(
                "emit.heartbeats",
                "emit.checkpoints",
                "emit.offset-syncs",
                "heartbeats.replication",
                "sync.topic.configs",
                "sync.topic.acls")) {
            file.put(extra + ".enabled", "false");
        }
        // Mirrors of several sources or groups into one target are each a group of workers.
        file.put(TARGET + ".group.id", "twinspan-" + mirror);
        file.put(TARGET + ".config.storage.topic", "mm2-configs." + mirror + ".internal");
        file.put(TARGET + ".offset.storage.topic", "mm2-offsets." + mirror + ".internal");
        file.put(TARGET + ".status.storage.topic", "mm2-status." + mirror + ".internal");
        putRefresh(file);
        putClient(file, consumer, source, "consumer.", READING);
        file.merge(source + ".consumer.auto.offset.reset", "latest", (given, latest) -> modern(given));
        putClient(file, producer, TARGET, "producer.", WRITING);
        return text(file);
    }

    private void putRefresh(Map<String, String> file) {
        String maxAge = consumer.text("metadata.max.age.ms");
        long seconds = maxAge.matches("\\d{1,12}") ? Math.max(1, Long.parseLong(maxAge) / 1000) : 300;
        file.put("refresh.topics.interval.seconds", Long.toString(seconds));
    }

    private static void putClient(
            Map<String, String> file, ClientFile client, String cluster, String role, Set<String> ofData) {
        client.settings().forEach((key, value) -> {
            if (ClientFile.isOfProviders(key)) {
                file.put(key, value);
            } else if (ClientFile.isOfCluster(key)) {
                file.put(cluster + "." + key, value);
            } else if (isUsed(key, ofData)) {
                file.put(cluster + "." + role + key, value);
            }
        });
    }

    /** The names that consumers of before Kafka 2.0 had for it. */
    private static String modern(String reset) {
        return switch (reset.toLowerCase(Locale.ROOT)) {
            case "smallest" -> "earliest";
            case "largest" -> "latest";
            default -> reset;
        };
    }

    private static String text(Map<String, String> file) {
        var properties = new Properties();
        properties.putAll(file);
        var text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "mirror of " + topics + " as group " + group();
    }
}
