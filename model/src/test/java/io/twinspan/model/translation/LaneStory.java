package io.twinspan.model.translation;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The made-up life of one lane, from a seed: records are copied or skipped, the target has other records in between, owners
 * store pages and tips, die late and overlap, and the target loses its end. Confined to one test.
 */
final class LaneStory {
    static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);

    private static final int PAGE = 4;

    /** The topic: keys and values in order. */
    final List<Map.Entry<byte[], byte[]>> log = new ArrayList<>();

    /** The truth: the target offset of every copied source offset. */
    private final TreeMap<Long, Long> copied = new TreeMap<>();

    private final long seed;
    private final Random random;
    private List<List<Run>> pages = new ArrayList<>();
    private long source;
    private long target;
    private long owner;
    private long appended;
    private Tip stored;

    LaneStory(long seed) {
        this.seed = seed;
        random = new Random(seed);
        source = random.nextInt(20);
        stored = tip();
        write(new PositionRecord.Start(stored, 1));
    }

    /** One more thing happens. */
    void step() {
        switch (random.nextInt(12)) {
            case 0 -> loseEnd();
            case 1 -> anotherOwner();
            default -> copySome();
        }
        store();
    }

    private void copySome() {
        for (int i = random.nextInt(40); i > 0; i--, source++) {
            if (random.nextInt(6) == 0) {
                target += 1 + random.nextInt(3);
            }
            if (isRecord(source)) {
                copied.put(source, target);
                add(new Run(1, appended++, source, target++, 1));
            }
        }
    }

    /** The source keeps what it has: what is copied again is the same. */
    private boolean isRecord(long offset) {
        return Long.hashCode((offset / 3 + seed) * 0x9E37_79B9_7F4A_7C15L) % 4 != 0;
    }

    private void add(Run run) {
        List<Run> page = pages.isEmpty() ? null : pages.get(pages.size() - 1);
        Run last = page == null ? null : page.get(page.size() - 1);
        if (page != null && last.isContinuedBy(run)) {
            page.set(page.size() - 1, last.joinedWith(run));
        } else if (page != null && page.size() < PAGE) {
            page.add(run);
        } else {
            pages.add(new ArrayList<>(List.of(run)));
        }
    }

    /**
     * The successor says again some of what is stored, in other pages, and finds by itself what was appended since; the predecessor
     * may store its own late.
     */
    private void anotherOwner() {
        Tip known = stored;
        List<List<Run>> late = pages;
        long lateOwner = owner;
        copySome();
        Tip lateTip = tip();
        long from = Math.max(0, known.source() - random.nextInt(40));
        pages = new ArrayList<>();
        owner++;
        new TreeMap<>(copied.tailMap(from)).forEach((offset, to) -> add(new Run(1, offset, offset, to, 1)));
        copySome();
        store();
        if (random.nextBoolean()) {
            late.forEach(page -> write(new RunsPage(LANE, lateOwner, List.copyOf(page))));
            if (random.nextBoolean()) {
                stored = lateTip;
                write(new TipRecord(lateTip));
            }
        }
    }

    /** The lane cuts its last pages as the link's run log does, and copies again from there, with other jumps. */
    private void loseEnd() {
        if (pages.size() < 3) {
            return;
        }
        long end = pages.get(pages.size() - 2).get(0).targetStart()
                + random.nextInt(
                        (int) (target - pages.get(pages.size() - 2).get(0).targetStart()));
        copied.values().removeIf(offset -> offset >= end);
        for (int p = pages.size() - 1; p >= 0; p--) {
            List<Run> page = pages.get(p);
            long start = page.get(0).sourceStart();
            List<Run> kept = new ArrayList<>();
            for (Run run : page) {
                long length = Math.min(run.length(), end - run.targetStart());
                if (length > 0) {
                    kept.add(new Run(1, run.sequence(), run.sourceStart(), run.targetStart(), length));
                }
            }
            if (kept.isEmpty()) {
                pages.remove(p);
                writeDeleted(start);
            } else {
                pages.set(p, kept);
            }
        }
        target = end;
        source = copied.isEmpty() ? stored.source() : copied.lastKey() + 1;
        appended = copied.size();
        if (random.nextBoolean()) {
            copySome();
        }
    }

    private void store() {
        pages.forEach(page -> write(new RunsPage(LANE, owner, List.copyOf(page))));
        stored = tip();
        write(new TipRecord(stored));
    }

    private Tip tip() {
        return new Tip(LANE, source, target, Map.of(1, appended), 0, log.size());
    }

    private void write(PositionRecord.Writable record) {
        log.add(Map.entry(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)));
    }

    private void writeDeleted(long start) {
        log.add(new SimpleEntry<>(PositionRecords.encodeKey(new PositionKey.OfRuns(LANE, start, owner)), null));
    }

    /** What a cleaner leaves of the topic: the last record of each key, in their order. */
    List<Map.Entry<byte[], byte[]>> cleaned() {
        var last = new LinkedHashMap<String, Map.Entry<byte[], byte[]>>();
        for (Map.Entry<byte[], byte[]> record : log) {
            String key = HexFormat.of().formatHex(record.getKey());
            last.remove(key);
            last.put(key, record);
        }
        return List.copyOf(last.values());
    }

    long end() {
        return source + 10;
    }

    /** What the last stored position allows to say, and is true. */
    Translation truth(long offset) {
        if (offset >= stored.source()) {
            return Translation.to(stored.target(), offset - stored.source());
        }
        Map.Entry<Long, Long> record = copied.ceilingEntry(offset);
        return record == null || record.getKey() >= stored.source()
                ? Translation.to(stored.target(), 0)
                : Translation.to(record.getValue(), 0);
    }

    long targetEnd() {
        return target + 10;
    }

    /** The same for a target offset. */
    Translation truthBack(long offset) {
        if (offset >= stored.target()) {
            return Translation.to(stored.source(), offset - stored.target());
        }
        return copied.entrySet().stream()
                .filter(record -> record.getValue() >= offset)
                .findFirst()
                .filter(record -> record.getKey() < stored.source() && record.getValue() < stored.target())
                .map(record -> Translation.to(record.getKey(), 0))
                .orElse(Translation.to(stored.source(), 0));
    }

    /** How far the last stored position lets one say that every target offset has a record, one after another from an offset on. */
    long coveredTo(long offset) {
        var ours = new TreeSet<Long>();
        copied.forEach((from, to) -> {
            if (from < stored.source() && to < stored.target()) {
                ours.add(to);
            }
        });
        long to = offset;
        while (ours.contains(to)) {
            to++;
        }
        return to;
    }
}
