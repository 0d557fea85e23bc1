package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Story.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Plants defects into a copy, and says what must be found. Confined to one thread. */
final class Defects {
    /** Records around a defect that are sound, so that each defect is one of its own. */
    private static final int DISTANCE = 12;

    private final Story story;
    private final List<Element> elements;
    private final List<Defect> expected = new ArrayList<>();

    /** A difference without what depends on how it was found. Immutable. */
    record Defect(DifferenceKind kind, long source, long target, long elsewhere, long records) {}

    Defects(Story story) {
        this.story = story;
        this.elements = new ArrayList<>(story.target);
    }

    List<Element> elements() {
        return elements;
    }

    List<Defect> expected() {
        return expected.stream()
                .sorted(Comparator.comparingLong(Defect::target))
                .toList();
    }

    static List<Defect> essence(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new Defect(
                        finding.kind(), finding.source(), finding.target(), finding.elsewhere(), finding.records()))
                .sorted(Comparator.comparingLong(Defect::target))
                .toList();
    }

    /** Up to three, from the front to the back, so that each shifts what is behind it only. */
    void plantSome() {
        int wanted = 1 + story.random.nextInt(3);
        var places = new TreeSet<Integer>();
        for (int i = 0; i < 20 && places.size() < wanted; i++) {
            int place = story.random.nextInt(elements.size() + 1);
            boolean far = places.subSet(place - 2 * DISTANCE, place + 2 * DISTANCE + 1)
                    .isEmpty();
            if (far && isSoundAround(place)) {
                places.add(place);
            }
        }
        int shift = 0;
        for (int place : places) {
            shift += plant(place + shift);
        }
    }

    /** Records of others beside a defect would be a part of it. */
    private boolean isSoundAround(int place) {
        return place + DISTANCE <= elements.size()
                && place >= DISTANCE
                && elements.subList(place - DISTANCE, place + DISTANCE).stream().allMatch(Element::isOurs);
    }

    /** Returns by how much what lies behind is shifted. */
    private int plant(int place) {
        Element victim = elements.get(place);
        long target = story.targetFrom + place;
        switch (story.random.nextInt(6)) {
            case 0 -> {
                elements.remove(place);
                expected.add(new Defect(DifferenceKind.MISSING, victim.sourceOffset(), target, -1, 1));
                return -1;
            }
            case 1 -> {
                elements.add(place + 1, victim);
                expected.add(new Defect(DifferenceKind.EXTRA, -1, target + 1, -1, 1));
                return 1;
            }
            case 2 -> exchange(place, place + 1);
            case 3 -> exchange(place, place + 2 + story.random.nextInt(DISTANCE - 3));
            case 4 -> alter(place, victim.record().withContent(victim.record().content() + 1));
            default ->
                alter(place, victim.record().withTimestamp(victim.record().timestamp() - 1_000_000));
        }
        return 0;
    }

    private void exchange(int one, int other) {
        Element first = elements.get(one);
        elements.set(one, elements.get(other));
        elements.set(other, first);
        expected.add(new Defect(
                DifferenceKind.REORDERED, first.sourceOffset(), story.targetFrom + one, story.targetFrom + other, 2));
    }

    private void alter(int place, FakeRecord altered) {
        Element before = elements.get(place);
        elements.set(place, new Element(before.kind(), before.sourceOffset(), altered, before.producerId()));
        expected.add(new Defect(DifferenceKind.ALTERED, before.sourceOffset(), story.targetFrom + place, -1, 1));
    }
}
