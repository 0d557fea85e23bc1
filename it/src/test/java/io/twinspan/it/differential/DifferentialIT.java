package io.twinspan.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same source and the same file, given to MirrorMaker 2 4.3.1 and to Twinspan: what is on the two targets is the same, but for what
 * docs/reference/differences-from-mirrormaker.md lists, and all of that is seen.
 */
class DifferentialIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(DifferentialIT.class);
    private static final Path DOCUMENT = Path.of("../docs/reference/differences-from-mirrormaker.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*\\| (both|default|identity) \\|$");
    private static final String IDENTITY = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";

    @TempDir
    private Path directory;

    @Test
    void theDefaultPolicyLeadsToTheSameButForWhatIsListed() throws Exception {
        compare("default", "dc1.", Map.of());
    }

    @Test
    void theIdentityPolicyLeadsToTheSameButForWhatIsListed() throws Exception {
        compare("identity", "", Map.of("replication.policy.class", IDENTITY));
    }

    @Test
    void theDocumentListsEveryKnownDifference() throws IOException {
        var listed = new TreeSet<String>();
        listed.addAll(listed("default"));
        listed.addAll(listed("identity"));

        var known = new TreeSet<String>();
        for (KnownDifference difference : KnownDifference.values()) {
            known.add(difference.id());
        }
        assertThat(listed).isEqualTo(known);
    }

    /** @param prefix what the policy puts before a topic's name */
    private void compare(String name, String prefix, Map<String, String> policy) throws Exception {
        var settings = new TreeMap<>(settings());
        settings.putAll(policy);
        try (var stage = new Stage(directory, settings);
                var story = new SourceStory(stage.source)) {
            story.begin();
            stage.startBoth();
            stage.soon(() -> {
                for (var target : List.of(stage.theirs, stage.ours)) {
                    assertThat(Facts.of(target).all())
                            .containsKeys(
                                    "committed g-rewound " + prefix + "packed-zstd-0",
                                    "record " + prefix + "orders-2 0119",
                                    "record " + prefix + "gone-0 0119",
                                    "acl TOPIC LITERAL " + prefix + "orders: ALLOW DESCRIBE to User:dora from *");
                }
            });
            for (var target : List.of(stage.theirs, stage.ours)) {
                SourceStory.alter(
                        target.admin(),
                        SourceStory.topic(prefix + "orders"),
                        new AlterConfigOp(new ConfigEntry("flush.messages", "77777"), OpType.SET));
            }
            story.goOn();

            Set<String> listed = listed(name);
            stage.soon(() -> {
                var found = differences(stage);
                assertThat(found.unknown())
                        .as("not listed; seen and listed: %s", found.known())
                        .isEmpty();
                assertThat(found.known())
                        .as("listed and not seen, or seen and not listed")
                        .containsOnlyKeys(listed);
                complete(stage, prefix);
            });
            var reads = new MirrorMakerReads(stage, prefix, policy);
            stage.soon(reads::verify);
            LOGGER.warn(
                    "differences under the {} policy: {}",
                    name,
                    differences(stage).known());
        }
    }

    /**
     * What is not the same.
     *
     * @param known how often each known difference was seen, by its name
     */
    private record Differences(SortedMap<String, Integer> known, List<Seen> unknown) {}

    private static Differences differences(Stage stage) throws Exception {
        SortedMap<String, String> theirs = Facts.of(stage.theirs).all();
        SortedMap<String, String> ours = Facts.of(stage.ours).swapped("dc2", "dc3");
        // Both write to the source: what is MirrorMaker 2's has dc2 in its name, and what is Twinspan's dc3 or its own.
        Facts source = Facts.of(stage.source);
        source.all().forEach((fact, value) -> {
            if (isOfTheLink(fact) && !fact.matches(".*(dc3|twinspan|mm2-MirrorSource).*")) {
                theirs.put(fact + " on the source", value);
            }
        });
        source.swapped("dc2", "dc3").forEach((fact, value) -> {
            if (isOfTheLink(fact) && !fact.contains("dc3")) {
                ours.put(fact + " on the source", value);
            }
        });

        var known = new TreeMap<String, Integer>();
        var unknown = new ArrayList<Seen>();
        for (Seen seen : Seen.between(theirs, ours)) {
            KnownDifference.of(seen)
                    .ifPresentOrElse(
                            difference -> known.merge(difference.id(), 1, Integer::sum), () -> unknown.add(seen));
        }
        return new Differences(known, unknown);
    }

    private static boolean isOfTheLink(String fact) {
        return fact.matches("(topic|config) mm2-.*|group .*");
    }

    /** That two targets hold the same could be because both lack it. */
    private static void complete(Stage stage, String prefix) throws Exception {
        Facts source = Facts.of(stage.source);
        Facts ours = Facts.of(stage.ours);
        for (String topic :
                List.of("orders", "users", "payments", "packed-gzip", "packed-zstd", "stamped", "bounded", "late")) {
            for (int p = 0; source.all().containsKey("aborted " + topic + "-" + p); p++) {
                assertThat(ours.committed(new TopicPartition(prefix + topic, p)))
                        .hasSameSizeAs(source.committed(new TopicPartition(topic, p)));
            }
        }
        // Groups are exactly where they are on the source.
        ours.all().forEach((fact, value) -> {
            if (fact.startsWith("committed g-") || fact.startsWith("downstream g-")) {
                String there = fact.replaceFirst("downstream", "committed")
                        .replaceFirst(" " + Pattern.quote(prefix) + "(\\S+)$", " $1");
                assertThat(source.all()).containsKey(there);
                assertThat(source.all().get(there)).as(fact).startsWith(value.replaceAll(" .*", "") + " ");
            }
        });
    }

    /** The names in the document of the differences under a policy. */
    private static Set<String> listed(String policy) throws IOException {
        Matcher row = ROW.matcher(Files.readString(DOCUMENT));
        var listed = new TreeSet<String>();
        while (row.find()) {
            if (Set.of("both", policy).contains(row.group(2))) {
                listed.add(row.group(1));
            }
        }
        return listed;
    }

    private static Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        settings.put("dc1->dc2.enabled", "true");
        settings.put("tasks.max", "2");
        settings.put("sync.group.offsets.enabled", "true");
        for (String round : List.of(
                "refresh.topics",
                "refresh.groups",
                "sync.topic.configs",
                "sync.topic.acls",
                "emit.checkpoints",
                "sync.group.offsets",
                "emit.heartbeats")) {
            settings.put(round + ".interval.seconds", "1");
        }
        for (String topics : List.of(
                "",
                "offset-syncs.topic.",
                "checkpoints.topic.",
                "heartbeats.topic.",
                "config.storage.",
                "offset.storage.",
                "status.storage.")) {
            settings.put(topics + "replication.factor", "1");
        }
        for (String target : List.of("dc1", "dc2")) {
            settings.put(target + ".offset.flush.interval.ms", "2000");
            settings.put(target + ".plugin.discovery", "service_load");
        }
        return settings;
    }
}
