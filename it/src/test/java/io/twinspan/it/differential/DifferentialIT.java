package io.twinspan.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferentialIT {
    @TempDir
    private Path directory;

    @Test
    void underTheDefaultPolicy() throws Exception {
        compare("dc1.", Map.of());
    }

    @Test
    void underTheIdentityPolicy() throws Exception {
        compare("", Map.of("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"));
    }

    private void compare(String prefix, Map<String, String> policy) throws Exception {
        var settings = new TreeMap<>(settings());
        settings.putAll(policy);
        long t0 = System.nanoTime();
        try (var stage = new Stage(directory, settings);
                var story = new SourceStory(stage.source)) {
            story.begin();
            mark("begun", t0);
            stage.startBoth();
            var rewound = "committed g-rewound " + prefix + "packed-zstd-0";
            stage.soon(() -> {
                assertThat(stage.theirs.admin().listTopics().names().get()).contains(prefix + "orders", prefix + "gone");
                assertThat(stage.ours.admin().listTopics().names().get()).contains(prefix + "orders", prefix + "gone");
                assertThat(Facts.of(stage.theirs).all()).containsKey(rewound);
                assertThat(Facts.of(stage.ours).all()).containsKey(rewound);
            });
            mark("copied", t0);
            for (var target : List.of(stage.theirs, stage.ours)) {
                SourceStory.alter(target.admin(), SourceStory.topic(prefix + "orders"), new AlterConfigOp(new ConfigEntry("flush.messages", "77777"), OpType.SET));
            }
            story.goOn();
            try {
            stage.soon(() -> {
                var found = explain(stage);
                System.out.println(found.counts() + " unknown " + found.unknown().size());
                assertThat(found.unknown()).isEmpty();
                assertThat(found.counts().keySet()).contains(KnownDifference.values());
            });
            } finally {
            mark("compared", t0);
            System.out.println(explain(stage).examples());
            explain(stage).unknown().stream().limit(300).forEach(System.out::println);
            System.out.println(java.nio.file.Files.readString(directory.resolve("twinspan.log")).lines().filter(l -> l.contains("WARN") || l.contains("ERROR")).limit(40).toList());
            }
        }
    }

    private static void mark(String what, long t0) { System.out.println(what + " " + (System.nanoTime() - t0) / 1_000_000); }

    record Found(Map<KnownDifference, Integer> counts, Map<KnownDifference, Seen> examples, List<Seen> unknown) {}

    private static Found explain(Stage stage) throws Exception {
        SortedMap<String, String> theirs = Facts.of(stage.theirs).all();
        SortedMap<String, String> ours = Facts.of(stage.ours).swapped("dc2", "dc3");
        var source = Facts.of(stage.source);
        source.all().forEach((fact, value) -> {
            if (fact.matches("(topic|config) mm2-.*|group .*") && !fact.matches(".*(dc3|twinspan|mm2-MirrorSource).*")) theirs.put("source: " + fact, value);
        });
        source.swapped("dc2", "dc3").forEach((fact, value) -> {
            if (fact.matches("(topic|config) mm2-.*|group .*") && !fact.matches(".*dc3.*")) ours.put("source: " + fact, value);
        });
        var counts = new EnumMap<KnownDifference, Integer>(KnownDifference.class);
        var examples = new EnumMap<KnownDifference, Seen>(KnownDifference.class);
        var unknown = new ArrayList<Seen>();
        for (Seen seen : Seen.between(theirs, ours)) {
            var stripped = new Seen(seen.fact().replace("source: ", ""), seen.theirs(), seen.ours());
            var known = KnownDifference.of(stripped);
            if (known.isPresent()) { counts.merge(known.get(), 1, Integer::sum); examples.putIfAbsent(known.get(), seen); } else unknown.add(seen);
        }
        return new Found(counts, examples, unknown);
    }

    private static Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        settings.put("dc1->dc2.enabled", "true");
        settings.put("tasks.max", "2");
        settings.put("sync.group.offsets.enabled", "true");
        for (String round : List.of("refresh.topics", "refresh.groups", "sync.topic.configs", "sync.topic.acls", "emit.checkpoints", "sync.group.offsets", "emit.heartbeats")) {
            settings.put(round + ".interval.seconds", "1");
        }
        for (String factor : List.of("", "offset-syncs.topic.", "checkpoints.topic.", "heartbeats.topic.", "config.storage.", "offset.storage.", "status.storage.")) {
            settings.put(factor + "replication.factor", "1");
        }
        for (String target : List.of("dc1", "dc2")) {
            settings.put(target + ".offset.flush.interval.ms", "2000");
            settings.put(target + ".plugin.discovery", "service_load");
        }
        return settings;
    }
}
