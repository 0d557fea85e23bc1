package io.twinspan.model.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.mirror.MirrorMakerOracle;
import org.junit.jupiter.api.Test;

/** MirrorMaker 2 4.3.1 itself says what a file means. The last tests list where Twinspan means something else. */
class ResolutionOracleTest {
    /** Keys of every kind, each at every place where a file could have it. */
    private static final List<String> NAMES = List.of(
            "bootstrap.servers",
            "security.protocol",
            "sasl.mechanism",
            "ssl.truststore.location",
            "consumer.client.rack",
            "consumer.security.protocol",
            "consumer.auto.offset.reset",
            "producer.compression.type",
            "producer.linger.ms",
            "producer.ssl.truststore.location",
            "admin.retries",
            "source.consumer.fetch.min.bytes",
            "target.admin.retries",
            "producer.override.acks",
            "topics",
            "topics.exclude",
            "groups",
            "replication.factor",
            "tasks.max",
            "enabled",
            "emit.heartbeats.enabled",
            "offset-syncs.topic.location",
            "replication.policy.separator",
            "replication.policy.custom",
            "offset.flush.interval.ms",
            "offset.storage.topic",
            "offset.storage.replication.factor",
            "config.storage.topic",
            "status.storage.partitions",
            "group.id",
            "client.id",
            "key.converter",
            "header.converter",
            "value.converter.schemas.enable",
            "task.shutdown.graceful.timeout.ms",
            "worker.sync.timeout.ms",
            "transforms",
            "transforms.a.type",
            "topic.creation.groups",
            "exactly.once.support",
            "use.defaults.from",
            "errors.tolerance",
            "metric.reporters",
            "forwarding.admin.class",
            "consumerish.thing",
            "adminx",
            "config.action.reload",
            "admin.timeout.ms",
            "consumer.poll.timeout.ms",
            "listeners");

    private static final Set<String> LEAKS = Set.of("timeout.ms", "poll.timeout.ms");

    private static final List<String> PLACES =
            List.of("", "", "dc1.", "dc2.", "dc1->dc2.", "dc2->dc1.", "d.x.", "dc1->d.x.");

    @Test
    void topLevelConnectorKeysAreMirrorMakersAndOurOwn() {
        var theirs = new TreeSet<>(new MirrorMakerOracle(file("clusters", "dc1,dc2")).topLevelConnectorKeys());
        // The aliases are in the link's name; the providers' keys are handed on by their beginning.
        theirs.removeAll(Set.of("source.cluster.alias", "target.cluster.alias", "config.providers"));

        var ours = new TreeSet<String>(Catalogue.linkNames());
        ours.addAll(ClientRole.CLUSTER_NAMES);
        ours.removeIf(key -> !Resolver.isTopLevelConnectorKey(key));
        ours.removeIf(key -> key.startsWith("link.") || key.startsWith("positions."));
        // MirrorMaker 2 had it until 3.9.
        ours.remove("add.source.alias.to.metrics");

        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void activePassiveFileResolvesAsInMirrorMaker() {
        var ours = Files.load(Files.ACTIVE_PASSIVE);

        assertSame("active-passive", ours.originals(), List.of("dc1", "dc2"));
    }

    @Test
    void randomFilesResolveAsInMirrorMaker() {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var file = file("clusters", "dc1, dc2, d.x");
            for (int i = random.nextInt(120); i > 0; i--) {
                String key = PLACES.get(random.nextInt(PLACES.size())) + NAMES.get(random.nextInt(NAMES.size()));
                file.put(key, value(key, random));
            }

            assertSame("seed " + seed, file, List.of("dc1", "dc2", "d.x"));
        }
    }

    @Test
    void clientsOfARandomLinkAreConfiguredAsInMirrorMaker() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var connector = file("source.cluster.alias", "dc1");
            connector.put("target.cluster.alias", "dc2");
            connector.put("name", "MirrorSourceConnector");
            connector.put("connector.class", "C");
            for (int i = random.nextInt(40); i > 0; i--) {
                String place = List.of("", "source.", "target.", "source.cluster.", "target.cluster.")
                        .get(random.nextInt(5));
                String name = List.of(
                                "bootstrap.servers",
                                "security.protocol",
                                "sasl.mechanism",
                                "consumer.client.rack",
                                "consumer.security.protocol",
                                "consumer.auto.offset.reset",
                                "consumer.enable.auto.commit",
                                "producer.linger.ms",
                                "producer.security.protocol",
                                "admin.retries",
                                "admin.bootstrap.servers",
                                "admin.timeout.ms",
                                "consumer.poll.timeout.ms")
                        .get(random.nextInt(13));
                // Typed keys of MirrorMaker 2 itself must parse.
                connector.put(
                        place + name,
                        name.endsWith("timeout.ms")
                                ? "7"
                                : place.isEmpty() && name.equals("security.protocol") ? "SSL" : "v" + i);
            }
            var theirs = MirrorMakerOracle.clients(connector);
            var ours = LinkConfiguration.of(connector);

            String as = "seed " + seed;
            assertClient(as, ours.sourceClient(ClientRole.CONSUMER), theirs.sourceConsumer());
            assertClient(as, ours.sourceClient(ClientRole.ADMIN), theirs.sourceAdmin());
            assertClient(as, ours.targetClient(ClientRole.ADMIN), theirs.targetAdmin());
            assertClient(as, ours.targetClient(ClientRole.PRODUCER), theirs.targetProducer());
            assertClient(as, ours.targetClient(ClientRole.CONSUMER), theirs.targetConsumer());
        }
    }

    @Test
    void differenceOneBlanksAfterTrueDoNotDisableALink() {
        var file = file("clusters", "dc1, dc2");
        file.put("dc1->dc2.enabled", "true ");
        file.put("emit.heartbeats.enabled", "false");

        assertThat(new MirrorMakerOracle(file).pairs()).isEmpty();
        assertThat(resolver(file).isRun(LinkName.parse("dc1->dc2"))).isTrue();
    }

    @Test
    void differenceTwoRemovedNamesStillCount() {
        var file = file("clusters", "dc1, dc2");
        file.put("dc1->dc2.topics.blacklist", "secret.*");

        assertThat(new MirrorMakerOracle(file).connector("dc1", "dc2")).doesNotContainKey("topics.exclude");
        assertThat(Files.minimalAnd("dc1->dc2.topics.blacklist = secret.*").connector(LinkName.parse("dc1->dc2")))
                .containsEntry("topics.exclude", "secret.*");
    }

    @Test
    void differenceThreeOurOwnKeysReachTheConnectors() {
        var file = file("clusters", "dc1, dc2");
        file.put("link.rate.bytes", "1000");

        assertThat(new MirrorMakerOracle(file).connector("dc1", "dc2")).doesNotContainKey("link.rate.bytes");
        assertThat(resolver(file).connector(LinkName.parse("dc1->dc2"))).containsEntry("link.rate.bytes", "1000");
    }

    @Test
    void differenceFourMirrorMakersOwnTimeoutsDoNotLeakIntoClients() {
        var connector = file("source.cluster.alias", "dc1");
        connector.put("name", "x");
        connector.put("connector.class", "C");
        connector.put("admin.timeout.ms", "7");
        connector.put("consumer.poll.timeout.ms", "7");

        assertThat(MirrorMakerOracle.clients(connector).sourceAdmin()).containsEntry("timeout.ms", "7");
        assertThat(LinkConfiguration.of(connector).sourceClient(ClientRole.ADMIN))
                .doesNotContainKey("timeout.ms");
        assertThat(LinkConfiguration.of(connector).sourceClient(ClientRole.CONSUMER))
                .doesNotContainKey("poll.timeout.ms");
    }

    private static void assertSame(String as, Map<String, String> file, List<String> aliases) {
        var theirs = new MirrorMakerOracle(file);
        var ours = resolver(file);
        var running = new TreeSet<String>();
        for (String source : aliases) {
            assertThat(new TreeMap<>(ours.cluster(new ClusterAlias(source))))
                    .as("%s: cluster %s of %s", as, source, file)
                    .isEqualTo(theirs.cluster(source));
            for (String target : aliases) {
                if (!source.equals(target)) {
                    var link = LinkName.parse(source + "->" + target);
                    assertThat(new TreeMap<>(ours.worker(link)))
                            .as("%s: worker of %s of %s", as, link, file)
                            .isEqualTo(theirs.worker(source, target));
                    assertThat(new TreeMap<>(ours.connector(link)))
                            .as("%s: connector of %s of %s", as, link, file)
                            .isEqualTo(theirs.connector(source, target));
                    if (ours.isRun(link)) {
                        running.add(link.toString());
                    }
                }
            }
        }
        assertThat(running).as("%s: links of %s", as, file).containsExactlyInAnyOrderElementsOf(theirs.pairs());
    }

    private static void assertClient(String as, Map<String, Object> ours, Map<String, Object> theirs) {
        var expected = new TreeMap<>(theirs);
        // Named for a metric's sake; whoever opens the client names it.
        expected.remove("client.id");
        // MirrorMaker 2 has a boolean here where a file would have a word.
        expected.computeIfPresent("enable.auto.commit", (key, value) -> value.toString());
        // The fourth difference below.
        expected.keySet().removeAll(LEAKS);
        var actual = new TreeMap<>(ours);
        actual.keySet().removeAll(LEAKS);
        assertThat(actual).as(as).isEqualTo(expected);
    }

    private static Resolver resolver(Map<String, String> file) {
        return new Resolver(file);
    }

    private static Map<String, String> file(String key, String value) {
        var file = new LinkedHashMap<String, String>();
        file.put(key, value);
        return file;
    }

    private static String value(String key, Random random) {
        if (key.endsWith("enabled")) {
            return random.nextBoolean() ? "true" : "false";
        }
        return key.equals("security.protocol") ? "SSL" : "v" + random.nextInt(1000);
    }
}
