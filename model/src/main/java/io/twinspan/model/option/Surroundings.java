package io.twinspan.model.option;

import java.util.Set;

/**
 * What a file is read against. Immutable.
 *
 * @param workerKeys every key that a Connect worker of this version knows; the caller, who has the worker, passes them
 * @param classes where plug-in classes and config providers are looked for: the class path and what the file's
 *     {@code plugin.path} names
 */
public record Surroundings(Set<String> workerKeys, ClassLoader classes) {
    public Surroundings {
        workerKeys = Set.copyOf(workerKeys);
    }
}
