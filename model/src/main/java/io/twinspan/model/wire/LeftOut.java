package io.twinspan.model.wire;

import io.twinspan.model.error.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The records of one topic that a reader left out because it could not read them: how many there were, and the first of each kind with
 * its place. Confined to one thread.
 *
 * <p>Whoever writes garbage into a topic may write a lot of it, and anything: this keeps a few short lines, without control characters.
 */
public final class LeftOut {
    private static final int MOST_NAMED = 10;
    private static final int MOST_CHARACTERS = 300;

    private final Map<String, String> named = new LinkedHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** Notes one, where that is known. */
    public void add(int partition, long offset, String why) {
        note(why, "partition " + partition + ", offset " + offset + ": ");
    }

    /** Notes one. */
    public void add(String why) {
        note(why, "");
    }

    private void note(String why, String place) {
        count.incrementAndGet();
        if (named.size() < MOST_NAMED) {
            String shown = Printable.of(why, MOST_CHARACTERS);
            named.putIfAbsent(shown, place + shown);
        }
    }

    /** How many there were. */
    public long count() {
        return count.get();
    }

    /** The first of each kind, with its place where that is known; few, whatever there was. */
    public List<String> named() {
        return List.copyOf(named.values());
    }

    @Override
    public String toString() {
        return count() + (count() == 1 ? " record" : " records") + " (" + String.join("; ", named.values())
                + (count() > named.size() ? "; ..." : "") + ")";
    }
}
