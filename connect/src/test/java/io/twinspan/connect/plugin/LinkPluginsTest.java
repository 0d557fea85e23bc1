package io.twinspan.connect.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.LinkConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkPluginsTest {
    private static final String POLICY = """
            package com.acme;
            public class %s extends org.apache.kafka.connect.mirror.DefaultReplicationPolicy {
                private Object region;
                @Override public void configure(java.util.Map<String, ?> config) {
                    super.configure(config);
                    region = config.get("replication.policy.region");
                }
                @Override public String formatRemoteTopic(String source, String topic) {
                    return region + "/" + Names.mark() + super.formatRemoteTopic(source, topic);
                }
            }
            class Names {
                static String mark() { return "%s"; }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void kafkasOwnClassesAreThere() {
        var plugins = plugins(Map.of("topics", "orders", "groups.exclude", "test-.*"));

        assertThat(plugins.replicationPolicy()).isInstanceOf(DefaultReplicationPolicy.class);
        assertThat(plugins.topicFilter().shouldReplicateTopic("orders")).isTrue();
        assertThat(plugins.topicFilter().shouldReplicateTopic("users")).isFalse();
        assertThat(plugins.groupFilter().shouldReplicateGroup("test-1")).isFalse();
        assertThat(plugins.configFilter().shouldReplicateConfigProperty("retention.ms"))
                .isTrue();
        assertThat(plugins.metricReporters()).singleElement().isInstanceOf(JmxReporter.class);
    }

    @Test
    void aClassOfThePluginPathIsFoundAndConfiguredWithItsOwnKeys() throws Exception {
        jar("naming/inner/policy.jar", "Policy", "*");

        var plugins = plugins(Map.of(
                "plugin.path", directory.toString(),
                "replication.policy.class", " com.acme.Policy ",
                "replication.policy.region", "eu"));

        assertThat(plugins.replicationPolicy().formatRemoteTopic("dc1", "orders"))
                .isEqualTo("eu/*dc1.orders");
    }

    @Test
    void pluginsOfOnePathDoNotSeeEachOthersClasses() throws Exception {
        jar("one/policy.jar", "First", "1");
        jar("two.jar", "Second", "2");
        String key = "target.cluster.plugin.path";

        String first = plugins(Map.of(key, directory.toString(), "replication.policy.class", "com.acme.First"))
                .replicationPolicy()
                .formatRemoteTopic("a", "t");
        String second = plugins(Map.of(key, directory.toString(), "replication.policy.class", "com.acme.Second"))
                .replicationPolicy()
                .formatRemoteTopic("a", "t");

        assertThat(first).isEqualTo("null/1a.t");
        assertThat(second).isEqualTo("null/2a.t");
    }

    @Test
    void aClassThatIsNotThereIsOneErrorWithKeyAndCure() {
        var plugins = plugins(Map.of(
                "plugin.path", directory.toString(),
                "group.filter.class", "com.acme.None",
                "topic.filter.class", "java.lang.String",
                "forwarding.admin.class", "com.acme.NoAdmin"));

        assertThatThrownBy(plugins::groupFilter)
                .isInstanceOfSatisfying(
                        Misconfigured.class, e -> assertThat(e.key()).isEqualTo("group.filter.class"))
                .hasMessageContainingAll("com.acme.None", "no such class", directory.toString(), "plugins/");
        assertThatThrownBy(plugins::topicFilter)
                .hasMessageContainingAll("topic.filter.class", "java.lang.String", "is no");
        assertThatThrownBy(plugins::requireAdmin).hasMessageContainingAll("forwarding.admin.class", "com.acme.NoAdmin");
    }

    @Test
    void whatAPluginRefusesIsSaidWithItsKey() {
        var plugins = plugins(Map.of("topics", "["));

        assertThatThrownBy(plugins::topicFilter)
                .isInstanceOfSatisfying(
                        Misconfigured.class, e -> assertThat(e.key()).isEqualTo("topic.filter.class"))
                .hasMessageContaining("topics");
    }

    @Test
    void aPathThatIsNotThereIsNoError() {
        assertThat(plugins(Map.of("plugin.path", directory.resolve("none") + ", ," + directory.resolve("none.jar")))
                        .replicationPolicy())
                .isNotNull();
    }

    private void jar(String file, String name, String mark) throws IOException {
        Path work = Files.createTempDirectory("plugin");
        Path source = work.resolve(name + ".java");
        Files.writeString(source, POLICY.formatted(name, mark));
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        work.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(failures).isZero();
        Path jar = directory.resolve(file);
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String type : new String[] {name, "Names"}) {
                out.putNextEntry(new JarEntry("com/acme/" + type + ".class"));
                out.write(Files.readAllBytes(work.resolve("com/acme/" + type + ".class")));
            }
        }
    }

    private static LinkPlugins plugins(Map<String, String> more) {
        var config = new HashMap<>(more);
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        return new LinkPlugins(LinkConfiguration.of(config));
    }
}
