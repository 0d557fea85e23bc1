package io.twinspan.control.verify.compare;

import io.twinspan.link.ScannedBatch;
import io.twinspan.model.error.Inconsistent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A batch in memory, which counts how often it was opened and released. Confined to one thread. */
final class FakeBatch implements ScannedBatch {
    private final Kind kind;
    private final long base;
    private final long last;
    private final List<FakeRecord> records;
    private final long producerId;
    private final boolean brokerTimed;
    private boolean malformed;
    private int opened;
    private int released;

    FakeBatch(Kind kind, long base, long last, List<FakeRecord> records, long producerId, boolean brokerTimed) {
        this.kind = kind;
        this.base = base;
        this.last = last;
        this.records = List.copyOf(records);
        this.producerId = producerId;
        this.brokerTimed = brokerTimed;
    }

    static FakeBatch of(long producerId, List<FakeRecord> records) {
        return new FakeBatch(
                Kind.DATA,
                records.get(0).offset(),
                records.get(records.size() - 1).offset(),
                records,
                producerId,
                false);
    }

    static FakeBatch control(long offset) {
        return new FakeBatch(Kind.CONTROL, offset, offset, List.of(), 7, false);
    }

    static FakeBatch damaged(long base, long last) {
        return new FakeBatch(Kind.DAMAGED, base, last, List.of(), -1, false);
    }

    /** The same with a payload that cannot be read. */
    FakeBatch malformed() {
        malformed = true;
        return this;
    }

    List<FakeRecord> content() {
        return records;
    }

    int opened() {
        return opened;
    }

    int released() {
        return released;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public long baseOffset() {
        return base;
    }

    @Override
    public long lastOffset() {
        return last;
    }

    @Override
    public int records() {
        return records.size();
    }

    @Override
    public int sizeBytes() {
        return 61 + 10 * records.size();
    }

    @Override
    public boolean isDense() {
        return records.size() == last - base + 1;
    }

    @Override
    public long producerId() {
        return producerId;
    }

    @Override
    public boolean isBrokerTimed() {
        return brokerTimed;
    }

    @Override
    public boolean isCopiedTo(ScannedBatch copy) {
        requireHeld();
        FakeBatch other = (FakeBatch) copy;
        if (malformed || other.malformed || !isDense() || !other.isDense() || records.size() != other.records.size()) {
            return false;
        }
        for (int i = 0; i < records.size(); i++) {
            FakeRecord mine = records.get(i).at(0);
            FakeRecord theirs = other.records.get(i).at(0);
            if (!mine.equals(other.brokerTimed ? theirs.withTimestamp(mine.timestamp()) : theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void forEach(boolean keys, RecordVisitor visitor) {
        requireHeld();
        opened++;
        for (FakeRecord record : records) {
            visitor.record(
                    record.offset(),
                    record.timestamp(),
                    record.content(),
                    keys ? record.key() : RecordVisitor.NO_KEY,
                    keys && record.tombstone());
        }
        if (malformed) {
            throw new Inconsistent("the batch at offset " + base + " is damaged: its payload does not open");
        }
    }

    @Override
    public Optional<ConsumerRecord<byte[], byte[]>> find(long offset) {
        return Optional.empty();
    }

    @Override
    public void forEachWhole(Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        throw new UnsupportedOperationException("comparing asks for one record at a time");
    }

    @Override
    public String damage() {
        return kind == Kind.DAMAGED ? "the batch at offset " + base + " is damaged: its CRC does not match" : "";
    }

    @Override
    public void release() {
        released++;
    }

    private void requireHeld() {
        if (released > 0) {
            throw new AssertionError("batch " + base + " is used after its release");
        }
    }

    @Override
    public String toString() {
        return kind + " " + base + ".." + last + " " + records;
    }
}
