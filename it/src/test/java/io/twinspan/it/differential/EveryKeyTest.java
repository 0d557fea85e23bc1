package io.twinspan.it.differential;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.twinspan.app.runner.Deployment;
import io.twinspan.connect.checkpoint.LinkCheckpointConnector;
import io.twinspan.connect.heartbeat.LinkHeartbeatConnector;
import io.twinspan.connect.source.LinkSourceConnector;
import io.twinspan.model.option.Catalogue;
import io.twinspan.model.option.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.mirror.MirrorCheckpointConnector;
import org.apache.kafka.connect.mirror.MirrorHeartbeatConnector;
import org.apache.kafka.connect.mirror.MirrorMakerKeys;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.junit.jupiter.api.Test;

/**
 * Every key that MirrorMaker 2 4.3.1 knows, taken from its own definitions: honoured where MirrorMaker 2 honours it, and never met by
 * silence elsewhere.
 */
class EveryKeyTest {
    private static final Path REFERENCE = Path.of("../docs/reference/configuration.md");
    private static final Path COMPATIBILITY = Path.of("../COMPATIBILITY.md");

    /** Keys that count for MirrorMaker 2 and not here; the reference says so, and a file that has one is warned. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("name", "connector.class");

    /** The aliases, which a file says by a link's name; MirrorMaker 2 would give one alias to all clusters. */
    private static final Set<String> ONLY_FOR_A_LINK = Set.of("source.cluster.alias", "target.cluster.alias");

    /** True here whatever a file says, so true changes nothing; false is warned about. */
    private static final String ALWAYS_ON = "dedicated.mode.enable.internal.rest";

    @Test
    void everyKeyIsHonouredOrAnsweredWithAReason() {
        List<KeyInFile> keys = KeyInFile.all();
        var wrong = new ArrayList<String>();
        for (KeyInFile key : keys) {
            String value = key.name().equals(ALWAYS_ON) ? "false" : key.sample();
            boolean dropped = !key.countsForMirrorMaker(value) && !key.name().equals(ALWAYS_ON);
            var answer = key.answer(value);
            boolean exempt = key.prefix().isEmpty() && ONLY_FOR_A_LINK.contains(key.key().name)
                    || WITHOUT_EFFECT.contains(key.key().name)
                    || key.name().equals(ALWAYS_ON)
                    // A link's own providers would be started in each of its connectors.
                    || key.name().equals("dc1->dc2.config.providers");
            if (dropped || exempt) {
                // Nobody is left to believe in a line that does nothing.
                if (answer.refused()
                        || answer.said().size() != 1
                        || (dropped && key.takenThere() && answer.changed())) {
                    wrong.add(key + ", which has no effect: " + answer);
                }
            } else if (!answer.changed() || !answer.said().isEmpty()) {
                wrong.add(key + ", which counts: " + answer);
            }
        }

        assertThat(keys).hasSizeGreaterThan(2000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void valuesThatKafkaRefusesAreRefusedNamingTheKeyAndTheRule() {
        var wrong = new ArrayList<String>();
        int refused = 0;
        for (KeyInFile key : KeyInFile.all()) {
            Optional<String> value = Sample.invalid(key.key());
            // An empty address at top level is refused where it is missing, under the cluster's key.
            boolean elsewhere = key.name().equals("bootstrap.servers");
            if (elsewhere || value.isEmpty() || !key.countsForMirrorMaker(key.sample())) {
                continue;
            }
            refused++;
            var answer = key.answer(value.get());
            boolean said = answer.said().stream()
                    .anyMatch(
                            text -> text.contains(key.name()) && text.matches("(?s).*; (it |write |check |remove ).*"));
            if (!answer.refused() && !WITHOUT_EFFECT.contains(key.key().name) || !said) {
                wrong.add(key + " = " + value.get() + ": " + answer);
            }
        }

        assertThat(refused).isGreaterThan(500);
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyKeyIsInTheReference() throws IOException {
        String reference = Files.readString(REFERENCE);
        var keys = new TreeSet<>(MirrorMakerKeys.ofConnectors().keySet());
        keys.addAll(MirrorMakerKeys.ofTheDriver().keySet());
        // Said as a whole: "Kafka's ssl.* and sasl.*".
        keys.removeIf(key -> key.startsWith("ssl.") || key.startsWith("sasl."));
        assertThat(keys).hasSizeGreaterThan(60);

        assertThat(keys).allSatisfy(key -> assertThat(reference).contains("| `" + key + "` |", "- `" + key + "`: "));
        var without = new TreeSet<>(WITHOUT_EFFECT);
        without.add(ALWAYS_ON);
        without.add("connector.client.config.override.policy");
        assertThat(reference.lines().filter(line -> line.startsWith("- `") && line.contains("has no effect")))
                .extracting(line -> line.substring(3, line.indexOf('`', 3)))
                .containsAll(without);
    }

    @Test
    void defaultsOfLinksAreMirrorMakers() {
        var different = new TreeMap<String, String>();
        MirrorMakerKeys.ofConnectors().forEach((name, key) -> {
            Optional<Option<?>> option = Catalogue.find(name);
            String theirs = key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : null;
            if (option.isPresent() && !option.get().defaultText().equals(spaced(theirs))) {
                different.put(name, option.get().defaultText());
            }
        });

        assertThat(different)
                .containsOnlyKeys("enabled", "key.converter", "value.converter", "header.converter")
                .containsEntry("enabled", "`false` in a dedicated file, `true` on Connect");
    }

    /** With a blank after each comma, as the reference writes lists. */
    private static String spaced(String text) {
        return text == null ? "" : text.replace(",", ", ");
    }

    @Test
    void defaultsOfWorkersThatAreNotMirrorMakersAreDocumented() throws IOException {
        Map<String, String> file = Map.of(
                "clusters", "dc1, dc2",
                "dc1.bootstrap.servers", "one:9092",
                "dc2.bootstrap.servers", "two:9092",
                "dc1->dc2.enabled", "true");
        var text = new StringBuilder();
        file.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Map<String, ?> ours = new DistributedConfig(
                        Deployment.of("mm2.properties", text.toString()).workerPlans().stream()
                                .filter(plan -> plan.target().value().equals("dc2"))
                                .findFirst()
                                .orElseThrow()
                                .settings())
                .values();
        Map<String, ?> theirs = new DistributedConfig(MirrorMakerKeys.worker(file, "dc1", "dc2")).values();
        var different = new TreeSet<String>();
        theirs.forEach((key, value) -> {
            if (!String.valueOf(value).equals(String.valueOf(ours.get(key)))) {
                different.add(key);
            }
        });

        assertThat(different).contains("session.timeout.ms", "group.id", "listeners");
        Set<String> documented = documentedDefaults();
        assertThat(documented).containsAll(different);
        String reference = Files.readString(REFERENCE);
        // Not an option of the catalogue, but any worker's key may be given.
        different.remove("plugin.discovery");
        assertThat(different)
                .allSatisfy(key -> assertThat(reference.lines().filter(line -> line.startsWith("| `" + key + "` |")))
                        .singleElement()
                        .asString()
                        .contains("(MirrorMaker 2: `")
                        .contains("`" + shown(ours.get(key)) + "`"));
    }

    private static String shown(Object value) {
        return String.valueOf(value)
                .replace("twinspan-dc2", "twinspan-<target>")
                .replace("[", "")
                .replace("]", "");
    }

    /** The first column of the table that says where defaults differ, and why. */
    private static Set<String> documentedDefaults() throws IOException {
        String text = Files.readString(COMPATIBILITY);
        Matcher row = Pattern.compile("(?m)^\\| ((?:`[a-z.]+`,? ?)+)")
                .matcher(text.substring(text.indexOf("## Other defaults")));
        var keys = new TreeSet<String>();
        while (row.find()) {
            Matcher key = Pattern.compile("`([a-z.]+)`").matcher(row.group(1));
            while (key.find()) {
                keys.add(key.group(1));
            }
        }
        return keys;
    }

    /** What Connect shows and checks when a connector is configured by REST. */
    @Test
    void connectorsDeclareMirrorMakersOptions() {
        assertDeclares(new LinkSourceConnector().config(), new MirrorSourceConnector().config());
        assertDeclares(new LinkCheckpointConnector().config(), new MirrorCheckpointConnector().config());
        assertDeclares(new LinkHeartbeatConnector().config(), new MirrorHeartbeatConnector().config());
    }

    private static void assertDeclares(ConfigDef ours, ConfigDef theirs) {
        var different = new TreeMap<String, String>();
        theirs.configKeys().forEach((name, key) -> {
            ConfigKey declared = ours.configKeys().get(name);
            if (declared == null || !defaultOf(declared).equals(defaultOf(key))) {
                different.put(name, declared == null ? "missing" : defaultOf(declared));
            }
        });
        assertThat(different).isEmpty();
    }

    private static String defaultOf(ConfigKey key) {
        return key.hasDefault() ? String.valueOf(ConfigDef.convertToString(key.defaultValue, key.type)) : "none";
    }

    /** Options that nothing of ours reads, because a class of Kafka's that is configured with the whole of them does. */
    private static final Map<String, String> READ_BY_KAFKA = Map.of(
            "TOPICS_EXCLUDE", "DefaultTopicFilter",
            "CONFIG_PROPERTIES_EXCLUDE", "DefaultConfigPropertyFilter",
            "USE_DEFAULTS_FROM", "DefaultConfigPropertyFilter",
            "GROUPS_EXCLUDE", "DefaultGroupFilter",
            "POLICY_SEPARATOR", "DefaultReplicationPolicy",
            "POLICY_INTERNAL_SEPARATOR", "DefaultReplicationPolicy",
            "TASKS_MAX", "Connect",
            "CLUSTERS", "model.option.Mm2Properties",
            "BOOTSTRAP_SERVERS", "every client",
            "CONFIG_PROVIDERS", "Connect and model.option.ConfigProviders");

    /** A key that arrives and that nobody reads would be ignored all the same. */
    @Test
    void everyOptionIsReadByTheCodeThatActsOnIt() {
        var code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.twinspan");
        var unread = new HashMap<String, JavaField>();
        int options = 0;
        for (var type : code.that(resideInAPackage("io.twinspan.model.option"))) {
            for (JavaField field : type.getFields()) {
                if (type.getSimpleName().endsWith("Options")
                        && field.getRawType().isEquivalentTo(Option.class)) {
                    options++;
                    boolean read = field.getAccessesToSelf().stream()
                            .map(access -> access.getOriginOwner())
                            .anyMatch(reader -> !reader.getSimpleName().endsWith("Options")
                                    && !reader.getSimpleName().equals("Catalogue"));
                    if (!read) {
                        unread.put(field.getName(), field);
                    }
                }
            }
        }
        unread.keySet().removeAll(READ_BY_KAFKA.keySet());

        assertThat(options).isGreaterThan(50);
        assertThat(unread).isEmpty();
    }
}
