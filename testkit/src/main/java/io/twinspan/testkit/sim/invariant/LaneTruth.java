package io.twinspan.testkit.sim.invariant;

import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.sim.Invariant;
import io.twinspan.testkit.sim.broker.PartitionWatcher;
import io.twinspan.testkit.sim.broker.SimPartition;
import io.twinspan.testkit.sim.broker.StoredBatch;
import io.twinspan.testkit.sim.broker.StoredRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All that is true of one lane: what the source offered, and where in the target each record is. Confined to the world's
 * thread.
 *
 * <p>It follows the target's committed log record by record. The next record must be the next one of the ledger that the source
 * still has; what it steps over must be gone from the source. Anything else breaks a promise at that very moment.
 */
public final class LaneTruth implements PartitionWatcher, Invariant {
    private final SimPartition source;
    private final SimPartition target;
    private final Findings findings;
    private final SourceLedger ledger;
    private final Predicate<StoredBatch> isCopy;
    private final Set<Long> removed = new HashSet<>();
    private final TreeMap<Long, Integer> copies = new TreeMap<>();
    private final Set<StoredBatch> acknowledged = new HashSet<>();
    private int cursor;
    private int lostUpTo;
    private int targetLosses;

    /**
     * Watches a lane.
     *
     * @param startOffset the source offset at which the link was told to begin
     */
    public LaneTruth(SimPartition source, SimPartition target, long startOffset, Findings findings) {
        this(source, target, new SourceLedger(startOffset, any -> true), any -> true, findings);
    }

    /**
     * Watches a lane into a partition that others write to, too, and which carries only what was produced in its source.
     *
     * @param origin the source's
     */
    public static LaneTruth ofOrigin(SimPartition source, SimPartition target, int origin, Findings findings) {
        return new LaneTruth(
                source,
                target,
                new SourceLedger(0, batch -> !ProducerIds.isOurs(batch.producerId())),
                batch -> ProducerIds.isOurs(batch.producerId()) && ProducerIds.origin(batch.producerId()) == origin,
                findings);
    }

    private LaneTruth(
            SimPartition source,
            SimPartition target,
            SourceLedger ledger,
            Predicate<StoredBatch> isCopy,
            Findings findings) {
        this.source = source;
        this.target = target;
        this.findings = findings;
        this.ledger = ledger;
        this.isCopy = isCopy;
        source.watch(ledger);
        target.watch(this);
    }

    public SimPartition source() {
        return source;
    }

    public SimPartition target() {
        return target;
    }

    SourceLedger ledger() {
        return ledger;
    }

    /** Ledger indexes by target offset. */
    NavigableMap<Long, Integer> copies() {
        return copies;
    }

    /** Everything below this ledger index is in the target, or gone from the source. */
    int cursor() {
        return cursor;
    }

    /** Whether what the target once lost is there again. */
    boolean isRestored() {
        return cursor >= lostUpTo;
    }

    /** How often either side lost committed records. */
    int losses() {
        return targetLosses + ledger.losses();
    }

    /** How often the target lost committed records. */
    int targetLosses() {
        return targetLosses;
    }

    /** How many records readers of the source have been offered. */
    public int offered() {
        return ledger.size();
    }

    /** How many records are in the target. */
    public int copied() {
        return copies.size();
    }

    /** Whether every record that the source still has is in the target. */
    public boolean isComplete() {
        for (int i = cursor; i < ledger.size(); i++) {
            if (ledger.get(i).isMissing()) {
                return false;
            }
        }
        return true;
    }

    /** Whether every record below this source offset is in the target, or gone from the source, and none from there on is. */
    public boolean isAt(long sourceOffset) {
        for (int i = 0; i < ledger.size(); i++) {
            SourceLedger.Entry entry = ledger.get(i);
            if (entry.offset() < sourceOffset ? entry.isMissing() : entry.target() >= 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void committed(StoredBatch batch) {
        if (!isCopy.test(batch)) {
            return;
        }
        List<StoredRecord> records = batch.records();
        long expected = batch.baseOffset();
        for (StoredRecord record : records) {
            if (record.offset() != expected++) {
                findings.add(
                        Promise.SAME_BYTES,
                        "the target's log is damaged: in batch " + batch + " of " + target + " a record claims offset "
                                + record.offset());
                return;
            }
            committed(record);
        }
    }

    private void committed(StoredRecord record) {
        int index = ledger.indexOf(record.fingerprint());
        if (index < 0) {
            findings.add(
                    Promise.SAME_BYTES, "the record at " + at(record) + " equals no committed record of " + source);
            return;
        }
        SourceLedger.Entry entry = ledger.get(index);
        if (entry.target() >= 0) {
            findings.add(
                    Promise.NO_DUPLICATE,
                    "source record " + entry.offset() + " of " + source + " is at target offset " + entry.target()
                            + " and again at " + record.offset());
            return;
        }
        if (index < cursor) {
            findings.add(
                    Promise.ORDER,
                    "source record " + entry.offset() + " of " + source + " came to " + at(record)
                            + " after later records");
            return;
        }
        for (int i = cursor; i < index; i++) {
            if (ledger.get(i).isMissing()) {
                findings.add(
                        Promise.NO_LOSS,
                        "source record " + ledger.get(i).offset() + " of " + source + " is not in the target, but "
                                + entry.offset() + " is at " + at(record));
                return;
            }
        }
        entry.copiedTo(record.offset());
        copies.put(record.offset(), index);
        cursor = index + 1;
    }

    private String at(StoredRecord record) {
        return "offset " + record.offset() + " of " + target;
    }

    @Override
    public void lost(long fromOffset) {
        targetLosses++;
        lostUpTo = Math.max(lostUpTo, cursor);
        Map<Long, Integer> tail = copies.tailMap(fromOffset);
        tail.values().forEach(index -> ledger.get(index).copiedTo(-1));
        tail.clear();
        cursor = copies.isEmpty() ? 0 : copies.lastEntry().getValue() + 1;
        acknowledged.removeIf(batch -> batch.lastOffset() >= fromOffset);
    }

    @Override
    public void acknowledged(StoredBatch sent, StoredBatch stored) {
        if (!isCopy.test(stored)) {
            return;
        }
        acknowledged.add(stored);
        List<StoredRecord> was = sent.records();
        List<StoredRecord> is = stored.records();
        boolean same = was.size() == is.size();
        for (int i = 0; same && i < was.size(); i++) {
            same = was.get(i).fingerprint() == is.get(i).fingerprint();
        }
        if (!same) {
            findings.add(
                    Promise.ACKNOWLEDGED_STAYS,
                    "the append at " + stored + " of " + target
                            + " was acknowledged as a repeat, but the log holds other records there");
        }
    }

    @Override
    public void removed(long offset) {
        removed.add(offset);
    }

    /** Whether the target's cleaner or retention took the record at this target offset. */
    boolean isRemoved(long targetOffset) {
        return removed.contains(targetOffset);
    }

    /** How often the source lost committed records, so that the lane must stop. */
    public int sourceLosses() {
        return ledger.losses();
    }

    @Override
    public String name() {
        return Promise.NO_LOSS.title();
    }

    @Override
    public void validate() {
        Set<StoredBatch> present = new HashSet<>(target.committedBatches());
        for (StoredBatch batch : acknowledged) {
            if (!present.contains(batch)) {
                findings.add(
                        Promise.ACKNOWLEDGED_STAYS,
                        "batch " + batch + " of " + target + " was acknowledged and is not in the log");
            }
        }
        for (int i = 0; i < ledger.size(); i++) {
            if (ledger.get(i).isMissing()) {
                findings.add(
                        Promise.NO_LOSS,
                        "source record " + ledger.get(i).offset() + " of " + source
                                + " is not in the target at the end; " + copies.size() + " of " + ledger.size()
                                + " are");
                return;
            }
        }
    }

    @Override
    public String toString() {
        return source + " to " + target;
    }
}
