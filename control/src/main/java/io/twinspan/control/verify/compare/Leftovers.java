package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Window.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each of the records is that two logs do not have in common in one place: equal and in its place after all, moved, altered, missing or
 * extra, in this order. Confined to one look.
 */
final class Leftovers {
    private final Map<Long, Item> source = new LinkedHashMap<>();
    private final Map<Long, Item> target = new LinkedHashMap<>();
    private final List<Item> moved = new ArrayList<>();
    private final List<Item> movedTo = new ArrayList<>();
    private final Map<Item, Item> altered = new LinkedHashMap<>();
    private final Map<Long, Item> inPlace = new HashMap<>();
    private final long near;
    private long compared;

    /** @param near the source offset at which the comparison is */
    Leftovers(List<Item> ofSource, List<Item> ofTarget, long near) {
        this.near = near;
        ofSource.forEach(item -> source.put(item.place(), item));
        ofTarget.forEach(item -> {
            target.put(item.place(), item);
            inPlace.put(item.place(), item);
        });
        pairEqual(ofSource);
        pairMoved();
        pairAltered();
    }

    private void pairEqual(List<Item> ofSource) {
        for (Item item : ofSource) {
            Item there = target.get(item.place());
            if (there != null && item.isSameAs(there)) {
                source.remove(item.place());
                target.remove(item.place());
                compared++;
            }
        }
    }

    private void pairMoved() {
        Map<Long, List<Item>> byContent = new HashMap<>();
        target.values()
                .forEach(item -> byContent
                        .computeIfAbsent(item.hash(), unused -> new ArrayList<>(1))
                        .add(item));
        for (Item item : List.copyOf(source.values())) {
            List<Item> alike = byContent.getOrDefault(item.hash(), List.of());
            alike.stream().filter(item::isSameAs).findFirst().ifPresent(found -> {
                alike.remove(found);
                moved.add(item);
                movedTo.add(found);
                source.remove(item.place());
                target.remove(found.place());
                compared++;
            });
        }
    }

    private void pairAltered() {
        for (Item item : List.copyOf(source.values())) {
            Item there = target.get(item.place());
            if (there != null) {
                altered.put(item, there);
                source.remove(item.place());
                target.remove(item.place());
                compared++;
            }
        }
    }

    /** Those that only the source has. */
    List<Item> missing() {
        return List.copyOf(source.values());
    }

    /** Those that only the target has. */
    List<Item> extra() {
        return List.copyOf(target.values());
    }

    /** How many pairs there are. */
    long compared() {
        return compared;
    }

    /**
     * What there is to tell.
     *
     * @param cleanedSource source offsets of records that are not told here
     * @param cleanedTarget the same of the target
     */
    List<Finding> findings(Set<Long> cleanedSource, Set<Long> cleanedTarget) {
        var findings = new ArrayList<Finding>();
        if (!moved.isEmpty()) {
            Item first = moved.get(0);
            Item there = inPlace.get(first.place());
            findings.add(new Finding(
                    DifferenceKind.REORDERED,
                    first.offset(),
                    first.place(),
                    movedTo.get(0).offset(),
                    moved.size(),
                    first.offset(),
                    first.content(),
                    there == null ? null : there.content(),
                    ""));
        }
        altered.forEach((item, there) -> findings.add(new Finding(
                DifferenceKind.ALTERED,
                item.offset(),
                there.offset(),
                -1,
                1,
                item.offset(),
                item.content(),
                there.content(),
                "")));
        for (Item item : source.values()) {
            if (!cleanedSource.contains(item.offset())) {
                findings.add(new Finding(
                        DifferenceKind.MISSING,
                        item.offset(),
                        item.place(),
                        -1,
                        1,
                        item.offset(),
                        item.content(),
                        null,
                        ""));
            }
        }
        for (Item item : target.values()) {
            if (!cleanedTarget.contains(item.offset())) {
                findings.add(
                        new Finding(DifferenceKind.EXTRA, -1, item.offset(), -1, 1, near, null, item.content(), ""));
            }
        }
        return findings;
    }
}
