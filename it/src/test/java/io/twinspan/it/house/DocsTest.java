package io.twinspan.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.app.runner.Deployment;
import io.twinspan.connect.source.LinkSourceConnector;
import io.twinspan.model.position.Cause;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What the documents say is true, as far as a machine can tell: files parse, commands and links exist, and so do the classes and tests
 * that are named.
 *
 * <p>The generated configuration reference is held to the catalogue by the model's own test.
 */
class DocsTest {
    private static final Path ROOT = Codebase.root();
    private static final List<Markdown> DOCUMENTS = Markdown.all(ROOT);

    /** Where the documents' examples keep their certificates and passwords. */
    private static final String EXAMPLE_DIRECTORY = "/etc/twinspan";

    private static final Pattern CLASS = Pattern.compile(
            "(?:(?:model|client|link|connect|control|app|testkit|bench)\\.)?(?:[a-z0-9]+\\.)*([A-Z][A-Za-z0-9]+)(?:\\.([a-z]\\w+))?");

    /** Names in inline code that look like our classes and are others'. */
    private static final Pattern FOREIGN = Pattern.compile(
            "OffsetSyncStore|Mirror(Source|Checkpoint|Heartbeat).*|MirrorClient|RemoteClusterUtils|HeartbeatFormatter|MirrorMaker.*"
                    + "|Selector|MemoryPool|NetworkClient|Thread|All|NoClassDefFoundError|(Default|Identity)?ReplicationPolicy"
                    + "|(Topic|Group)Filter|ConfigPropertyFilter|Map|README|[A-Z]+");

    @Test
    void propertiesInDocumentsAreWithoutErrorsAndWarnings(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("secrets.properties"), "password = secret\n");
        List<Markdown.Block> blocks = blocks("properties");

        List<String> errors = new ArrayList<>();
        for (Markdown.Block block : blocks) {
            String text = block.text().replace(EXAMPLE_DIRECTORY, directory.toString());
            Deployment.of(block.toString(), text).problems().all().stream()
                    .map(problem -> problem.describe(block.toString()))
                    .forEach(errors::add);
        }

        assertThat(blocks).hasSizeGreaterThan(3);
        assertThat(errors).isEmpty();
    }

    @Test
    void connectorsInDocumentsAreValid() throws IOException {
        List<String> errors = new ArrayList<>();
        int connectors = 0;
        for (Markdown.Block block : blocks("json")) {
            JsonNode request = new ObjectMapper().readTree(block.text());
            JsonNode config = request.path("config");
            if (config.has("connector.class")) {
                connectors++;
                // Which Connect adds.
                Map<String, String> given =
                        new HashMap<>(Map.of("name", request.path("name").asText()));
                config.properties()
                        .forEach(entry ->
                                given.put(entry.getKey(), entry.getValue().asText()));
                new LinkSourceConnector()
                        .validate(given).configValues().stream()
                                .flatMap(value -> value.errorMessages().stream())
                                .forEach(message -> errors.add(block + ": " + message));
            }
        }

        assertThat(connectors).isPositive();
        assertThat(errors).isEmpty();
    }

    @Test
    void shippedExamplesAreWithoutErrors() throws IOException {
        Path examples = ROOT.resolve("app/src/dist/config");
        List<String> errors = new ArrayList<>();
        int read = 0;
        try (var files = Files.newDirectoryStream(examples, "*.properties")) {
            for (Path file : files) {
                read++;
                Deployment.of(file.getFileName().toString(), Files.readString(file)).problems().errors().stream()
                        .map(problem -> problem.describe(file.getFileName().toString()))
                        .forEach(errors::add);
            }
        }

        assertThat(read).isPositive();
        assertThat(errors).isEmpty();
    }

    @Test
    void commandsInDocumentsExist() {
        List<String> wrong = new ArrayList<>();
        int commands = 0;
        for (Markdown.Block block : blocks("bash")) {
            for (String line : block.text().replace("\\\n", " ").split("\n")) {
                String[] words = words(line);
                if (words.length == 0 || !words[0].matches("(\\./|dev/|\\.ci/).*")) {
                    continue;
                }
                commands++;
                if (!Files.isExecutable(ROOT.resolve(words[0]))) {
                    wrong.add(block + ": there is no program " + words[0]);
                } else if (words[0].equals("./twinspan")) {
                    parse(block, words, wrong);
                }
            }
        }

        assertThat(commands).isGreaterThan(5);
        assertThat(wrong).isEmpty();
    }

    private static void parse(Markdown.Block block, String[] words, List<String> wrong) {
        try {
            twinspan().parseArgs(Arrays.copyOfRange(words, 1, words.length));
        } catch (CommandLine.ParameterException e) {
            wrong.add(block + ": " + String.join(" ", words) + ": " + e.getMessage());
        }
    }

    /** The command, which only its own package may see; parsing runs nothing. */
    private static CommandLine twinspan() {
        try {
            var constructor =
                    Class.forName("io.twinspan.app.cli.TwinspanCommand").getDeclaredConstructor();
            constructor.setAccessible(true);
            return new CommandLine(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the command cannot be made", e);
        }
    }

    /** Splits as a shell does, as far as the documents need it. */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("'([^']*)'|([^\\s']+)").matcher(line.replaceFirst("(^|\\s)#.*", ""));
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words.toArray(String[]::new);
    }

    /** What a document for users shows as Java is part of a program that the integration tests run. */
    @Test
    void javaForUsersIsWhatTheTestsRun() throws IOException {
        String tested = Files.readString(ROOT.resolve("it/src/test/java/io/twinspan/it/groups/ResumeAtTarget.java"))
                + Files.readString(ROOT.resolve("it/src/test/java/io/twinspan/it/client/GoOnAtTarget.java"));
        List<Markdown.Block> blocks = blocks("java").stream()
                .filter(block -> block.path().startsWith("docs"))
                // Compiled and run as it stands there by CustomPolicyIT.
                .filter(block -> !block.path().endsWith("custom-policies.md"))
                .toList();

        assertThat(blocks)
                .isNotEmpty()
                .allSatisfy(block -> assertThat(tested.replace("\n    ", "\n"))
                        .as(block.toString())
                        .contains(block.text().strip()));
    }

    /** Status and logs name a cause; its section says what to do. */
    @Test
    void everyCauseHasASectionAndALineInTheTable() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/how-to/when-a-partition-stops.md"));
        for (Cause cause : Cause.values()) {
            if (cause != Cause.NONE) {
                assertThat(page)
                        .contains("\n## " + cause.text() + "\n", "| [" + cause.text() + "](#" + cause.text() + ") |");
            }
        }
    }

    @Test
    void linksLeadSomewhere() {
        Map<Path, Markdown> byPath = DOCUMENTS.stream().collect(Collectors.toMap(Markdown::path, document -> document));
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Markdown document : DOCUMENTS) {
            for (String link : document.relativeLinks()) {
                links++;
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? document.path()
                        : ROOT.relativize(ROOT.resolve(document.path())
                                .resolveSibling(parts[0])
                                .normalize());
                Markdown aim = byPath.get(target);
                if (!Files.exists(ROOT.resolve(target))) {
                    broken.add(document.path() + ": " + link);
                } else if (parts.length == 2 && (aim == null || !aim.anchors().contains(parts[1]))) {
                    broken.add(document.path() + ": " + link + " has no such heading");
                }
            }
        }

        assertThat(links).isGreaterThan(20);
        assertThat(broken).isEmpty();
    }

    @Test
    void classesAndTestsThatAreNamedExist() throws IOException {
        Map<String, List<Path>> sources = sources();
        List<String> unknown = new ArrayList<>();
        int named = 0;
        for (Markdown document : DOCUMENTS) {
            for (String word : document.codeWords()) {
                Matcher name = CLASS.matcher(word);
                if (!name.matches() || FOREIGN.matcher(name.group(1)).matches() || word.contains("apache")) {
                    continue;
                }
                named++;
                if (!exists(sources.getOrDefault(name.group(1), List.of()), name.group(2))) {
                    unknown.add(document.path() + ": " + word);
                }
            }
        }

        assertThat(named).isGreaterThan(50);
        assertThat(unknown).isEmpty();
    }

    private static Map<String, List<Path>> sources() {
        Map<String, List<Path>> sources = new HashMap<>();
        for (Path file : Markdown.files(ROOT)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".java")) {
                sources.computeIfAbsent(name.substring(0, name.length() - ".java".length()), any -> new ArrayList<>())
                        .add(file);
            }
        }
        return sources;
    }

    private static boolean exists(List<Path> sources, @Nullable String method) throws IOException {
        for (Path source : sources) {
            if (method == null || Files.readString(source).contains(" " + method + "(")) {
                return true;
            }
        }
        return false;
    }

    // Written so that this file does not contain what it looks for.
    private static final Pattern REGISTRY_HOST =
            Pattern.compile("\\b(repo\\d*|registry|central|oss|files)\\.[a-z][a-z0-9-]*\\.(org|com|io|net)\\b");

    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.*})/-])/(work|home|root|Users)/\\w");

    @Test
    void nothingNamesAMachineOrARegistry() throws IOException {
        List<String> found = new ArrayList<>();
        int read = 0;
        for (Path file : Markdown.files(ROOT)) {
            String text;
            try {
                text = Files.readString(file);
            } catch (MalformedInputException binary) {
                continue;
            }
            read++;
            for (Pattern pattern : List.of(REGISTRY_HOST, MACHINE_PATH)) {
                Matcher matcher = pattern.matcher(text);
                if (matcher.find()) {
                    found.add(ROOT.relativize(file) + ": " + matcher.group());
                }
            }
        }

        assertThat(read).isGreaterThan(100);
        assertThat(found).isEmpty();
    }

    private static List<Markdown.Block> blocks(String language) {
        return DOCUMENTS.stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.language().equals(language))
                .toList();
    }
}
