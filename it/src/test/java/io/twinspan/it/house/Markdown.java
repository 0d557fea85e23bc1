package io.twinspan.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file: its fenced blocks, links and headings. Immutable.
 *
 * @param path relative to the project's root
 */
record Markdown(Path path, List<String> lines) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea");

    /** A fenced block. Immutable. */
    record Block(Path path, int line, String language, String text) {
        @Override
        public String toString() {
            return path + ":" + line;
        }
    }

    /** Every file of the project, but for what the build or an editor made. */
    static List<Path> files(Path root) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // In a linked work tree, .git is a file.
                    if (!NOT_OURS.contains(file.getFileName().toString())) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the files in " + root, e);
        }
        return files;
    }

    static List<Markdown> all(Path root) {
        return files(root).stream()
                .filter(file -> file.toString().endsWith(".md"))
                .map(file -> new Markdown(root.relativize(file), read(file)))
                .toList();
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                if (begin < 0) {
                    begin = i;
                } else {
                    String language = lines.get(begin).substring(3).strip();
                    blocks.add(new Block(
                            path, begin + 1, language, String.join("\n", lines.subList(begin + 1, i)) + "\n"));
                    begin = -1;
                }
            }
        }
        if (begin >= 0) {
            throw new IllegalStateException(path + ":" + (begin + 1) + ": the fenced block does not end");
        }
        return blocks;
    }

    /** The lines outside fenced blocks. */
    private Stream<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                prose.add(line);
            }
        }
        return prose.stream();
    }

    /** Where the file's links lead, but for those to other sites. */
    List<String> relativeLinks() {
        return prose().flatMap(line -> matches(LINK, line))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** The inline code of the text. */
    List<String> codeWords() {
        return prose().flatMap(line -> matches(CODE, line)).toList();
    }

    /** The anchors of the headings, as code hosts make them. */
    Set<String> anchors() {
        Set<String> anchors = new TreeSet<>();
        prose().filter(line -> line.matches("#+ .*"))
                .forEach(line -> anchors.add(line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-')));
        return anchors;
    }

    private static Stream<String> matches(Pattern pattern, String line) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(line);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found.stream();
    }
}
