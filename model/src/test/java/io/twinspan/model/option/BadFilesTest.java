package io.twinspan.model.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.Misconfigured;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of bad file gets one clear line for each thing that is wrong. */
class BadFilesTest {
    @Test
    void aForgottenBackslashDoesNotTellTheNextLinesSecret() {
        for (String secret : new String[] {
            "dc2.ssl.keystore.password = hush-hush",
            "dc2.ssl.keystore.password=hush-hush",
            "dc2.sasl.jaas.config:org.apache.Module required password=\"hush-hush\";"
        }) {
            var file = Files.load(Files.MINIMAL + "dc1.bootstrap.servers.x = 1\ntasks.max = 4\\\n" + secret + "\n");

            assertThat(Files.lines(file).toString())
                    .as(secret)
                    .contains("tasks.max")
                    .doesNotContain("hush");
        }
    }

    @Test
    void unknownKeyIsAnErrorThatProposesTheNearest() {
        assertLine(
                "dc1->dc2.topicz = a",
                "mm2.properties:5: error: dc1->dc2.topicz is not a known key; did you mean dc1->dc2.topics?");
        assertLine(
                "dc1.bootstap.servers = a:1",
                "mm2.properties:5: error: dc1.bootstap.servers is not a known key; did you mean dc1.bootstrap.servers?");
        assertLine(
                "replication.facter = 3",
                "mm2.properties:5: error: replication.facter is not a known key; did you mean replication.factor?");
        assertLine(
                "dc1->dc2.emit.heartbeats = false",
                "mm2.properties:5: error: dc1->dc2.emit.heartbeats is not a known key; did you mean dc1->dc2.emit.heartbeats.enabled?");
        assertLine(
                "dc1->dc2.enable = true",
                "mm2.properties:5: error: dc1->dc2.enable is not a known key; did you mean dc1->dc2.enabled?");
        assertLine(
                "dc2.producer.compresion.type = lz4",
                "mm2.properties:5: error: dc2.producer.compresion.type is not a known key; did you mean dc2.producer.compression.type?");
        assertLine(
                "link.lane.windo = 3",
                "mm2.properties:5: error: link.lane.windo is not a known key; did you mean link.lane.window?");
        assertLine(
                "zzzzzzzzzzzz = 3",
                "mm2.properties:5: error: zzzzzzzzzzzz is not a known key; remove it, or see docs/reference/configuration.md for the keys there are");
    }

    @Test
    void clusterThatIsNotNamedIsAnError() {
        assertLine(
                "dc3.bootstrap.servers = a:1",
                "mm2.properties:5: error: dc3.bootstrap.servers belongs to the cluster dc3, which is not in clusters = dc1, dc2; add dc3 to clusters, or write dc1.bootstrap.servers");
        assertLine(
                "dc1->dc3.topics = a",
                "mm2.properties:5: error: dc1->dc3.topics belongs to the link dc1->dc3, which is not between two of the file's clusters [dc1, dc2]; did you mean dc1->dc2.topics?");
    }

    @Test
    void keyWithoutEffectIsAWarningThatSaysWhereToWriteIt() {
        assertLine(
                "consumer.auto.offset.reset = latest",
                "mm2.properties:5: warning: consumer.auto.offset.reset has no effect here, as in MirrorMaker 2; write it for a cluster: dc2.consumer.auto.offset.reset");
        assertLine(
                "use.defaults.from = source",
                "mm2.properties:5: warning: use.defaults.from has no effect here, as in MirrorMaker 2; write it for a link: dc1->dc2.use.defaults.from");
        assertLine(
                "offset.flush.interval.ms = 1",
                "mm2.properties:5: warning: offset.flush.interval.ms has no effect here, as in MirrorMaker 2; write it for a cluster: dc2.offset.flush.interval.ms");
        assertLine(
                "dc1->dc2.offset.flush.interval.ms = 1",
                "mm2.properties:5: warning: dc1->dc2.offset.flush.interval.ms has no effect here, as in MirrorMaker 2; write it for a cluster: dc2.offset.flush.interval.ms");
        assertLine(
                "dc2.topics = a",
                "mm2.properties:5: warning: dc2.topics has no effect here, as in MirrorMaker 2; write it for a link: dc1->dc2.topics");
        assertLine(
                "dc1.max.poll.records = 5",
                "mm2.properties:5: warning: dc1.max.poll.records has no effect here, as in MirrorMaker 2; say for which client: dc1.consumer.max.poll.records");
    }

    @Test
    void removedNameIsAWarningAndStillCounts() {
        assertLine(
                "topics.blacklist = a",
                "mm2.properties:5: warning: topics.blacklist was removed in Kafka 4; write topics.exclude instead; its value is used as such");
        var both = Files.minimalAnd("topics.blacklist = a", "topics.exclude = b");
        assertThat(Files.lines(both))
                .containsExactly(
                        "mm2.properties:5: warning: topics.blacklist is the old name of topics.exclude, which is given, too, and wins; remove this line");
        assertThat(both.links().get(0).get(CommonOptions.TOPICS_EXCLUDE)).containsExactly("b");
    }

    @Test
    void duplicateKeyNamesBothLines() {
        assertLine(
                "dc1.bootstrap.servers = c:9092",
                "mm2.properties:5: error: dc1.bootstrap.servers is given twice, in lines 2 and 5; keep one of the two lines");
        assertThat(Files.lines(Files.load(
                        "clusters = dc1, dc2, dc1\n" + Files.MINIMAL.substring(Files.MINIMAL.indexOf('\n') + 1))))
                .containsExactly("mm2.properties:1: error: clusters names dc1 twice; name every cluster once");
    }

    @Test
    void missingThingsAreNamed() {
        assertThat(Files.lines(
                        Files.load("clusters = dc1, dc2\ndc1.bootstrap.servers = a:1\ndc1->dc2.enabled = true\n")))
                .containsExactly(
                        "mm2.properties: error: dc2.bootstrap.servers is missing, and a link needs the cluster dc2; write dc2.bootstrap.servers = host:9092");
        assertThat(Files.lines(Files.load("dc1.bootstrap.servers = a:1\ndc2.bootstrap.servers = b:1\n")))
                .containsExactly(
                        "mm2.properties: error: clusters is missing: it names all clusters of the file; write clusters = dc1, dc2");
        assertThat(Files.lines(Files.load(Files.MINIMAL.replace("true", "false"))))
                .containsExactly(
                        "mm2.properties:4: error: no link is enabled; write for instance dc1->dc2.enabled = true");
        assertThat(Files.lines(Files.load("")).get(0)).contains("clusters is missing");
    }

    @Test
    void addressThatIsNoHostAndPortIsAnError() {
        for (String bad : new String[] {"a", "a:", ":9092", "a:99999", "a:0", "a:b", "a 9092"}) {
            assertThat(Files.lines(Files.load(Files.MINIMAL.replace("= a:9092", "= x:1, " + bad))))
                    .as(bad)
                    .containsExactly("mm2.properties:2: error: dc1.bootstrap.servers has " + bad
                            + ", which is not host:port; write for instance kafka1.example.com:9092");
        }
        for (String good : new String[] {"a:1", "[::1]:9092", "SASL_SSL://k.example.com:9092", "10.0.0.1:65535"}) {
            assertThat(Files.lines(Files.load(Files.MINIMAL.replace("= a:9092", "= " + good))))
                    .as(good)
                    .isEmpty();
        }
    }

    @Test
    void valueOutOfRangeSaysTheRange() {
        assertLine(
                "link.lane.window = 6",
                "mm2.properties:5: error: link.lane.window = 6 is not possible; it must be between 1 and 5");
        assertLine(
                "dc1->dc2.replication.factor = 0",
                "mm2.properties:5: error: dc1->dc2.replication.factor = 0 is not possible; it must be at least 1, or -1 for the broker's default");
        assertLine(
                "tasks.max = many",
                "mm2.properties:5: error: tasks.max = many is not possible; it must be a whole number, at least 1");
        assertLine(
                "dc1->dc2.topics = a, (",
                "mm2.properties:5: error: dc1->dc2.topics = a, ( is not possible; it must be a list of regular expressions, none empty");
        assertLine(
                "sync.topic.acls.enabled = yes",
                "mm2.properties:5: error: sync.topic.acls.enabled = yes is not possible; it must be true or false");
        assertLine(
                "refresh.topics.interval.seconds = 0",
                "mm2.properties:5: error: refresh.topics.interval.seconds = 0 is not possible; it must be at least 1, or negative for never");
        assertThat(Files.lines(Files.minimalAnd("dc1.security.protocol = SASL_SLL")))
                .singleElement()
                .asString()
                .startsWith(
                        "mm2.properties:5: error: dc1.security.protocol = SASL_SLL is not possible; it must be one of");
        assertThat(Files.lines(Files.minimalAnd("dc2.producer.linger.ms = soon")))
                .singleElement()
                .asString()
                .startsWith("mm2.properties:5: error: dc2.producer.linger.ms = soon is not possible; it ");
    }

    @Test
    void everyKeyThatNamesClassesIsLookedAt() {
        for (String line : List.of(
                "topic.filter.class = com.acme.None",
                "group.filter.class = com.acme.None",
                "config.property.filter.class = com.acme.None",
                "forwarding.admin.class = com.acme.None",
                "metric.reporters = org.apache.kafka.common.metrics.JmxReporter, com.acme.None",
                "dc2.key.converter = com.acme.None",
                "dc1->dc2.transforms.mask.type = com.acme.None",
                "dc1->dc2.predicates.old.type = com.acme.None",
                "dc2.producer.interceptor.classes = com.acme.None",
                "dc1.consumer.sasl.login.callback.handler.class = com.acme.None",
                "dc1.ssl.engine.factory.class = com.acme.None")) {
            assertThat(Files.lines(Files.minimalAnd(line)))
                    .as(line)
                    .singleElement()
                    .asString()
                    .contains(
                            ": error: " + line.split(" = ")[0] + ": the class com.acme.None is not on the class path");
        }
    }

    @Test
    void classThatIsNotThereIsNamedWithWhereItIsLookedFor() {
        String line = "replication.policy.class = com.acme.Policy";

        assertLine(
                line,
                "mm2.properties:5: error: replication.policy.class: the class com.acme.Policy is not on the class path; check its spelling, and put its jar into plugins/, or into a directory of <target>.plugin.path");
        assertThat(Files.lines(Files.minimalAnd(line, "dc2.plugin.path = /plugins")))
                .containsExactly(
                        "mm2.properties:5: error: replication.policy.class: the class com.acme.Policy is not on the class path or in plugin.path; check its spelling, and put its jar into plugins/, or into a directory of <target>.plugin.path");
        assertThat(Files.lines(Files.minimalAnd(
                        "replication.policy.class = org.apache.kafka.connect.mirror.IdentityReplicationPolicy")))
                .isEmpty();
    }

    @Test
    void unknownKeyIsAWarningOnlyIfAPluginMayReadItAndNothingIsNear() {
        String plugin = "dc1->dc2.replication.policy.class = org.apache.kafka.connect.mirror.IdentityReplicationPolicy";

        assertThat(Files.lines(Files.minimalAnd(plugin, "acme.region.of.things = x")))
                .containsExactly(
                        "mm2.properties:6: warning: acme.region.of.things is not a known key; it is handed on, because the file names plug-in classes that may read it; remove it if none does");
        assertThat(Files.lines(Files.minimalAnd(plugin, "dc1->dc2.topicz = x")))
                .containsExactly(
                        "mm2.properties:6: error: dc1->dc2.topicz is not a known key; did you mean dc1->dc2.topics?");
        assertThat(Files.lines(Files.minimalAnd("replication.policy.mine = x", "dc1->dc2.replication.policy.mine = y")))
                .isEmpty();
    }

    @Test
    void providerThatIsMissingOrFailsIsNamed() {
        assertLine(
                "dc1.ssl.key.password = ${vault:a:b}",
                "mm2.properties:5: error: dc1.ssl.key.password refers to ${vault:a:b}, but there is no config provider vault; add vault to config.providers, and config.providers.vault.class");
        assertThat(Files.lines(Files.minimalAnd("config.providers = x", "config.providers.x.class = com.acme.None")))
                .singleElement()
                .asString()
                .startsWith(
                        "mm2.properties:6: error: config.providers.x.class: the config provider com.acme.None does not start");
        assertThat(Files.lines(Files.minimalAnd("config.providers = x")))
                .containsExactly(
                        "mm2.properties:5: error: config.providers names x, but config.providers.x.class is missing; add it, for instance org.apache.kafka.common.config.provider.FileConfigProvider");
        assertThat(Files.lines(Files.minimalAnd(
                        "config.providers = file",
                        "config.providers.file.class = org.apache.kafka.common.config.provider.FileConfigProvider",
                        "dc1.ssl.key.password = ${file:/nowhere:x}")))
                .singleElement()
                .asString()
                .startsWith("mm2.properties:7: error: dc1.ssl.key.password: a config provider failed");
    }

    @Test
    void forgottenBackslashGetsAHintAndItsSecretIsNotShown() {
        String broken = Files.ACTIVE_PASSIVE.replaceFirst("required \\\\\n  username", "required\n  username");

        assertThat(Files.lines(Files.load(broken)))
                .containsExactly(
                        "mm2.properties:6: error: username is not a known key; if it goes on from the line before, that line must end in a backslash");
    }

    @Test
    void aliasThatCannotNameTopicsIsAnError() {
        assertThat(Files.lines(Files.load(Files.MINIMAL.replace("dc1", "d%1"))))
                .containsExactly(
                        "mm2.properties:1: error: the alias d%1 cannot be part of a topic's name, as the alias of a source must; use letters, digits, '_' and '-'");
        assertThat(Files.lines(Files.load(Files.MINIMAL.replace("dc2", "d%2")))).isEmpty();
        assertThat(Files.lines(Files.load(Files.MINIMAL.replace("dc1", "d.1"))).get(0))
                .contains("warning: the alias d.1 contains the separator");
    }

    @Test
    void allProblemsAreReportedTogether() {
        var file = Files.minimalAnd("topicz = a", "tasks.max = 0", "dc1.bootstrap.servers = q", "consumer.acks = 1");

        assertThat(file.problems().errors()).hasSizeGreaterThanOrEqualTo(3);
        assertThatThrownBy(file::orThrow)
                .isInstanceOfSatisfying(
                        Misconfigured.class, e -> assertThat(e.key()).isEqualTo("topicz"))
                .hasMessageContaining("topicz")
                .hasMessageContaining("tasks.max")
                .hasMessageContaining("given twice");
    }

    private static void assertLine(String line, String problem) {
        assertThat(Files.lines(Files.minimalAnd(line))).as(line).containsExactly(problem);
    }
}
