package io.twinspan.link.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The way to any broker of a cluster: the one that answered last, then the others that are known, then the bootstrap servers, so
 * that a cluster whose brokers have all moved is found again. Confined to the link thread.
 */
final class AnyBrokerRoute implements Route {
    private final List<Address> bootstrap;
    private List<Address> candidates;
    private int index;
    private int failed;

    AnyBrokerRoute(List<Address> bootstrap) {
        this.bootstrap = List.copyOf(bootstrap);
        this.candidates = this.bootstrap;
    }

    @Override
    public Address current() {
        return candidates.get(index);
    }

    @Override
    public boolean advance() {
        index = (index + 1) % candidates.size();
        failed++;
        if (failed < candidates.size()) {
            return true;
        }
        failed = 0;
        return false;
    }

    @Override
    public void arrived() {
        failed = 0;
    }

    /** How many addresses there are to try. */
    int size() {
        return candidates.size();
    }

    /** Takes the brokers' addresses as the cluster told them. */
    void learned(Collection<Address> brokers) {
        // Shuffled, so that the links of a large installation do not all turn to the same broker when theirs goes.
        List<Address> others = new ArrayList<>(brokers);
        Collections.shuffle(others);
        Set<Address> all = new LinkedHashSet<>();
        all.add(current());
        all.addAll(others);
        all.addAll(bootstrap);
        candidates = List.copyOf(all);
        index = 0;
        failed = 0;
    }

    /** Forgets the brokers that were told: only the bootstrap servers remain. */
    void forget() {
        candidates = bootstrap;
        index = 0;
        failed = 0;
    }
}
