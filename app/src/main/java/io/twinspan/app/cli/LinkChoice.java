package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the file's enabled links a command is about. Thread-safe: keeps nothing. */
final class LinkChoice {
    private LinkChoice() {}

    /** The link of this name; empty, with an error printed, if there is none. Empty also if no file is loaded, which was said then. */
    static Optional<LinkView> one(Console console, Optional<Deployment> loaded, String name) {
        return loaded.flatMap(
                file -> choose(console, file.linkViews(), name).stream().findFirst());
    }

    /** The link of this name, or all if it is null; empty, with an error printed, if there is none. */
    static List<LinkView> choose(Console console, List<LinkView> links, @Nullable String name) {
        List<LinkView> chosen = links.stream()
                .filter(view -> name == null || view.name().toString().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            console.error((name == null ? "no link is enabled in the file" : "the file has no enabled link " + name)
                    + (links.isEmpty()
                            ? "; enable one, for instance dc1->dc2.enabled = true"
                            : "; it has "
                                    + links.stream()
                                            .map(view -> view.name().toString())
                                            .collect(Collectors.joining(", "))));
        }
        return chosen;
    }
}
