package io.twinspan.connect.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A class loader that finds what is on the class path and, after that, what lies in the directories of a {@code plugin.path}. Each
 * plug-in there has a loader of its own, as in Kafka Connect, so that two may bring different versions of a library.
 *
 * <p>It is never closed: a plug-in may load its own classes at any time. Its files are released with its last object.
 *
 * <p>Thread-safe, as class loaders are.
 */
public final class PluginClasses extends ClassLoader {
    private final List<ClassLoader> plugins;

    private PluginClasses(ClassLoader classPath, List<ClassLoader> plugins) {
        super(classPath);
        this.plugins = List.copyOf(plugins);
    }

    /**
     * Makes a loader.
     *
     * @param path directories and jars, separated by commas; as in Connect, every jar and every directory in such a directory is
     *     one plug-in. What is not there is left out
     * @param classPath where classes are looked for first
     */
    public static ClassLoader of(String path, ClassLoader classPath) {
        var plugins = new ArrayList<ClassLoader>();
        for (String entry : path.split(",")) {
            if (!entry.isBlank()) {
                for (Path plugin : plugins(Path.of(entry.strip()))) {
                    plugins.add(new URLClassLoader(urls(plugin), classPath));
                }
            }
        }
        return plugins.isEmpty() ? classPath : new PluginClasses(classPath, plugins);
    }

    private static List<Path> plugins(Path entry) {
        if (!Files.isDirectory(entry)) {
            return isJar(entry) && Files.exists(entry) ? List.of(entry) : List.of();
        }
        return list(entry, 1)
                .filter(file -> isJar(file) || Files.isDirectory(file))
                .toList();
    }

    /** A directory may hold jars, at any depth, and classes. */
    private static URL[] urls(Path plugin) {
        var files = new ArrayList<Path>(List.of(plugin));
        if (Files.isDirectory(plugin)) {
            list(plugin, Integer.MAX_VALUE).filter(PluginClasses::isJar).forEach(files::add);
        }
        return files.stream().map(PluginClasses::url).toArray(URL[]::new);
    }

    private static Stream<Path> list(Path directory, int depth) {
        try (Stream<Path> files = Files.walk(directory, depth)) {
            return files.filter(file -> !file.equals(directory)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for plug-ins in " + directory, e);
        }
    }

    private static boolean isJar(Path file) {
        return file.toString().endsWith(".jar");
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file always has a URL: " + file, e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (ClassLoader plugin : plugins) {
            Class<?> found = find(plugin, name);
            if (found != null) {
                return found;
            }
        }
        throw new ClassNotFoundException(name);
    }

    private static @Nullable Class<?> find(ClassLoader plugin, String name) {
        try {
            return plugin.loadClass(name);
        } catch (ClassNotFoundException elsewhere) {
            return null;
        }
    }
}
