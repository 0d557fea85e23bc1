package io.twinspan.control.check;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.check.Obstacle.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the way, gathered check by check. Confined to one thread. */
public final class Obstacles {
    private static final int SHOWN = 5;

    private final Set<Kind> accepted;
    private final List<Obstacle> all = new ArrayList<>();

    /** @param accepted what the operator goes on with regardless */
    public Obstacles(Set<Kind> accepted) {
        this.accepted = Set.copyOf(accepted);
    }

    /** Adds one that the operator may accept; if they do, it is a remark. */
    public void add(Kind kind, String subject, String what, String cure) {
        boolean isAccepted = accepted.contains(kind);
        all.add(new Obstacle(
                kind,
                isAccepted ? Weight.REMARK : Weight.ACCEPTABLE,
                subject,
                what,
                isAccepted ? "Accepted by the operator" : cure));
    }

    /** Adds one that nobody can accept. */
    public void addFatal(Kind kind, String subject, String what, String cure) {
        all.add(new Obstacle(kind, Weight.FATAL, subject, what, cure));
    }

    /** Adds something to know. */
    public void remark(Kind kind, String subject, String what, String cure) {
        all.add(new Obstacle(kind, Weight.REMARK, subject, what, cure));
    }

    /** Everything that was found. */
    public List<Obstacle> all() {
        return List.copyOf(all);
    }

    /** What stands in the way. */
    public List<Obstacle> blocking() {
        return all.stream().filter(one -> one.weight() != Weight.REMARK).toList();
    }

    /** Each in a sentence; of many of one kind only the first few, and how many more there are. */
    public static List<String> sentences(List<Obstacle> obstacles) {
        var sentences = new ArrayList<String>();
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        for (Obstacle one : obstacles) {
            if (counts.merge(one.kind(), 1, Integer::sum) <= SHOWN) {
                sentences.add(one.sentence());
            }
        }
        counts.forEach((kind, count) -> {
            if (count > SHOWN) {
                sentences.add("and " + (count - SHOWN) + " more of the kind " + kind.text()
                        + "; --dry-run --json lists them all");
            }
        });
        return sentences;
    }

    /** The first few of some names, and how many more there are. */
    public static String some(Collection<String> names) {
        return names.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }
}
