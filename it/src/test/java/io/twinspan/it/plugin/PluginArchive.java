package io.twinspan.it.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The archive for Connect workers that the build made. Stateless. */
final class PluginArchive {
    private PluginArchive() {}

    /** Unpacks it into {@code <directory>/connect-plugins}; returns that directory, which is good for a plugin.path. */
    static Path unpackIn(Path directory) throws IOException {
        Path plugins = Files.createDirectories(directory.resolve("connect-plugins"));
        try (var zip = new ZipInputStream(Files.newInputStream(archive()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = plugins.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && file.startsWith(plugins)) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        return plugins;
    }

    /** The jars in it, without their versions. */
    static Set<String> jars() throws IOException {
        var jars = new TreeSet<String>();
        try (var zip = new ZipInputStream(Files.newInputStream(archive()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".jar")) {
                    jars.add(Path.of(entry.getName()).getFileName().toString().replaceFirst("-\\d.*", ""));
                }
            }
        }
        return jars;
    }

    private static Path archive() throws IOException {
        Path built = Path.of("..", "connect", "target");
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(built, "twinspan-connect-*.zip")) {
            for (Path archive : archives) {
                return archive;
            }
        }
        throw new IllegalStateException("there is no archive in " + built + "; 'mvn package' makes it");
    }
}
