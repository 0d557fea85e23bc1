package io.twinspan.model.option;

import io.twinspan.model.error.Misconfigured;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration, in the order of the file. Immutable. */
public record Problems(String file, List<Problem> all) {
    public Problems {
        all = all.stream()
                .sorted(Comparator.comparing(Problem::severity).thenComparing(Problem::line))
                .toList();
    }

    public List<Problem> errors() {
        return all.stream().filter(Problem::isError).toList();
    }

    public List<Problem> warnings() {
        return all.stream().filter(problem -> !problem.isError()).toList();
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(Problem::isError);
    }

    /** One line for each problem. */
    public String describe() {
        return all.stream().map(problem -> problem.describe(file)).collect(Collectors.joining("\n"));
    }

    /** Throws {@link Misconfigured}, with the first error's key and a line for each error, if there is any. */
    public void throwIfErrors() {
        var errors = errors();
        if (!errors.isEmpty()) {
            throw new Misconfigured(
                    errors.get(0).key(),
                    errors.stream().map(problem -> problem.describe(file)).collect(Collectors.joining("\n")));
        }
    }

    @Override
    public String toString() {
        return describe();
    }
}
