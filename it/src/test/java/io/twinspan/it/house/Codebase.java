package io.twinspan.it.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The compiled code of all modules, and where the project lies. Immutable. */
final class Codebase {
    private Codebase() {}

    /** The directory of the parent POM. */
    static Path root() {
        return Path.of("").toAbsolutePath().resolve("..").normalize();
    }

    /** What is shipped or published: everything but tests. */
    static JavaClasses production() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.twinspan");
    }

    /** The tests of every module that is built already. */
    static JavaClasses tests() {
        try (Stream<Path> modules = Files.list(root())) {
            List<Path> built = modules.map(module -> module.resolve("target/test-classes"))
                    .filter(Files::isDirectory)
                    .toList();
            return new ClassFileImporter().importPaths((Collection<Path>) built);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the modules in " + root(), e);
        }
    }
}
