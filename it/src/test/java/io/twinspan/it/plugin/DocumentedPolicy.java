package io.twinspan.it.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The policy whose source is in the documentation, compiled into a jar that is on nobody's class path. Stateless. */
final class DocumentedPolicy {
    static final String CLASS = "com.example.ReplicaPolicy";

    private static final Path DOCUMENT = Path.of("..", "docs", "how-to", "custom-policies.md");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    private DocumentedPolicy() {}

    /** Writes {@code <directory>/naming/replica-policy.jar}, so that the directory is good for a plugin.path. */
    static Path jarIn(Path directory) throws IOException {
        Matcher source = JAVA.matcher(Files.readString(DOCUMENT));
        assertThat(source.find()).as("Java in %s", DOCUMENT).isTrue();
        Path work = Files.createTempDirectory(directory, "policy");
        Path file = work.resolve("ReplicaPolicy.java");
        Files.writeString(file, source.group(1));
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        work.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString());
        assertThat(failures).isZero();
        Path jar = Files.createDirectories(directory.resolve("plugins").resolve("naming"))
                .resolve("replica-policy.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> classes = Files.walk(work)) {
            for (Path compiled :
                    classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(work.relativize(compiled).toString()));
                out.write(Files.readAllBytes(compiled));
            }
        }
        return jar;
    }
}
