package io.twinspan.link.lane;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.protocol.OldFormat;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.rewrite.RecordHashes;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a lane's own batches in the target say, from just below its confirmed target offset to the end: one entry for each record
 * that was appended after that offset, in order. Confined to the link thread; filled by {@link #read}, then only read.
 *
 * <p>An entry whose record cannot be read, because the target's retention or cleaner took it, is a <em>wildcard</em>: the sequence
 * numbers around it say that it was appended. Where nothing of ours is left, only the offsets can say how many there were; those
 * entries are <em>guessed</em>, unless others write there, too. What the lane cannot have written where its own should be is a
 * <em>contradiction</em>. Records that the target stamped with its own time are compared without it.
 */
public final class Tail {
    private static final int SEQUENCE_HALF = 1 << 30;

    /** How far before its start a lane that has appended nothing looks for batches of its later generations. */
    private static final int LOOK_BACK = 1_000;

    /** How many generations of the lane after its own are looked for. */
    private static final int GENERATIONS = 16;

    /** What a lane appends between two stored positions is far less. */
    private static final int MOST_ENTRIES = 16 << 20;

    private final LaneId lane;
    private final long from;
    private final Map<Integer, Long> appended;
    private final boolean proves;
    private final boolean shared;
    private final boolean fresh;
    private String contradiction = "";
    private int size;
    private int[] origins = new int[16];
    private long[] offsets = new long[16];
    private long[] hashes = new long[16];
    private Kind[] kinds = new Kind[16];
    private long goneTo;
    private @Nullable Map<Long, List<Integer>> byHash;
    private int guessed;
    private boolean untimed;
    private long position;
    private final Set<Long> laterIds = new HashSet<>();
    private final Set<Integer> knownOrigins = new HashSet<>();
    private boolean begunByAnother;
    private String laterWhere = "";

    /**
     * How to judge what is read. Immutable.
     *
     * @param proves whether the record just below the position must carry the lane's producer id, if it has appended any
     * @param shared whether others write into the target, too; if not, what lies below the log's start is taken for the lane's own if
     *     nothing else tells
     * @param fresh whether the lane's beginning was found by this owner; one that was stored before lies below all that anybody appended
     */
    record Rules(boolean proves, boolean shared, boolean fresh) {}

    /** What is known of an entry's record. */
    private enum Kind {
        RECORD,
        RECORD_WITHOUT_TIME,
        WILDCARD
    }

    /**
     * @param from the confirmed target offset: what lies at or above it is new. It may lie within a batch: {@link Alignment} confirms the
     *     source's batches one by one, and several of them may have been merged into one
     * @param appended the counts at {@code from}
     */
    Tail(LaneId lane, long from, Map<Integer, Long> appended, Rules rules) {
        this.lane = lane;
        this.from = from;
        this.proves = rules.proves() && Progress.total(appended) > 0;
        this.shared = rules.shared();
        this.fresh = rules.fresh();
        this.appended = new TreeMap<>(appended);
        this.position = appended.isEmpty() ? 0 : Math.max(0, from - 1);
    }

    /** The target offset to read next; none if it is known that the position is wrong. */
    public long position() {
        return contradiction.isEmpty() ? position : Long.MAX_VALUE;
    }

    /** The target offset from which everything is new. */
    long from() {
        return from;
    }

    /** What the target holds that contradicts the position, for people; empty if nothing does. */
    String contradiction() {
        return contradiction;
    }

    /** Tells where the target's log begins; what was appended below it can only be counted. */
    public void logStartsAt(long first) {
        goneTo = first;
        position = Math.max(position, first);
    }

    /**
     * A lane that has appended nothing looks whether the target holds batches of its later generations: where the log
     * begins, and before its own start. In between may be very much.
     */
    private void lookedAtBeginning() {
        if (appended.isEmpty()) {
            position = Math.max(position, from - LOOK_BACK);
        }
    }

    /** Nothing can be read below this offset: there is a hole. */
    public void skipTo(long offset) {
        position = Math.max(position, offset);
    }

    /**
     * All is read. What the log start hides and no sequence number tells of is guessed, if it can only be of one origin. Called a second
     * time, it does nothing.
     *
     * @throws Inconsistent if that would be more than any lane leaves behind
     */
    public void end() {
        if (!shared && size == 0 && goneTo > from && appended.size() == 1) {
            requireRoomFor(goneTo - from);
            int origin = appended.keySet().iterator().next();
            for (long offset = from; offset < goneTo; offset++) {
                addWild(origin, offset);
            }
            guessed = size;
        }
    }

    /** Whether others write into the target, too. */
    boolean isShared() {
        return shared;
    }

    /** How many entries are guessed. */
    int guessed() {
        return guessed;
    }

    /** Reads fetched batches of the target, which may begin below {@link #position} and end with an incomplete one. */
    public void read(ByteBuffer records) {
        int at = records.position();
        while (records.limit() - at > Batch.MAGIC_AT && contradiction.isEmpty()) {
            int size = Batch.sizeBytes(records, at);
            boolean isOld = Batch.magic(records, at) < Batch.MAGIC;
            if (size > records.limit() - at || size < (isOld ? OldFormat.MIN_BYTES : Batch.HEADER_BYTES)) {
                break;
            }
            if (isOld) {
                // Their first field is the offset of the last message; no link ever wrote them.
                if (Batch.baseOffset(records, at) == from - 1) {
                    foreign("a message of an old format");
                }
                position = Math.max(position, Batch.baseOffset(records, at) + 1);
            } else {
                readBatch(records, at, size);
                position = Math.max(position, Batch.lastOffset(records, at) + 1);
            }
            at += size;
        }
        lookedAtBeginning();
    }

    private void readBatch(ByteBuffer records, int at, int size) {
        long producerId = Batch.producerId(records, at);
        int origin = ProducerIds.isOurs(producerId) ? ProducerIds.origin(producerId) : -1;
        if (origin < 0 || producerId != ProducerIds.of(origin, lane)) {
            noteLater(records, at, producerId);
            if (Batch.baseOffset(records, at) < from && Batch.lastOffset(records, at) >= from - 1) {
                requireValid(records, at);
                foreign(producerId < 0 ? "a batch without a producer id" : "a batch of producer " + producerId);
            }
        } else if (Batch.lastOffset(records, at) < from && appended.isEmpty()) {
            ownBelow(records, at);
        } else if (Batch.lastOffset(records, at) < from) {
            proveLast(records, at, origin);
        } else {
            readOwn(records, at, size, origin);
        }
    }

    private void readOwn(ByteBuffer records, int at, int size, int origin) {
        long base = Batch.baseOffset(records, at);
        int counted = (int) Math.max(0, from - base);
        long expected = appended.getOrDefault(origin, 0L);
        int sequence = ProducerIds.sequence((long) Batch.baseSequence(records, at) + counted);
        int ahead = distance(sequence, ProducerIds.sequence(expected));
        if (fresh && appended.isEmpty() && ahead + counted > 0) {
            begunByAnother = true;
            return;
        }
        // Nothing can be missing between two records of one batch.
        if (ahead < 0 || (counted > 0 && ahead > 0)) {
            requireValid(records, at);
            contradiction = "the lane's batch at offset " + base + " has sequence " + sequence
                    + (counted > 0 ? " at offset " + from : "") + " where " + ProducerIds.sequence(expected)
                    + (counted > 0 ? "" : " or more") + " should follow";
            return;
        }
        requireRoomFor(ahead);
        for (int i = ahead; i > 0; i--) {
            addWild(origin, Math.max(from, base - i));
        }
        addRecords(records, at, size, base + counted);
        appended.put(origin, expected + ahead + Batch.lastOffsetDelta(records, at) + 1 - counted);
    }

    /** One entry for each of the batch's offsets from this one on. */
    private void addRecords(ByteBuffer records, int at, int bytes, long first) {
        int origin = ProducerIds.origin(Batch.producerId(records, at));
        int before = size;
        if (Batch.recordCount(records, at) > 0) {
            // A target that stamps records with its own time keeps no time to compare.
            boolean timed = !Batch.isLogAppendTime(records, at);
            untimed |= !timed;
            ByteBuffer batch =
                    records.duplicate().limit(at + bytes).position(at).slice();
            RecordHashes.forEach(batch, timed, (offset, hash) -> {
                if (offset >= first) {
                    fillTo(origin, first, before, offset);
                    add(origin, offset, hash, timed ? Kind.RECORD : Kind.RECORD_WITHOUT_TIME);
                }
            });
        }
        fillTo(origin, first, before, Batch.lastOffset(records, at) + 1);
    }

    /** The cleaner may have taken records out of a batch; its sequence numbers still count them. */
    private void fillTo(int origin, long base, int before, long offset) {
        while (base + (size - before) < offset) {
            addWild(origin, base + (size - before));
        }
    }

    /** Batches of a lane that knows of none: another owner has begun it, or its positions are gone. */
    private void ownBelow(ByteBuffer records, int at) {
        if (fresh) {
            begunByAnother = true;
        } else {
            requireValid(records, at);
            contradiction = "a batch of the lane lies at offset " + Batch.baseOffset(records, at)
                    + ", below where it is said to begin";
        }
    }

    private void proveLast(ByteBuffer records, int at, int origin) {
        if (Batch.lastOffset(records, at) != from - 1) {
            return;
        }
        int last = ProducerIds.sequence((long) Batch.baseSequence(records, at) + Batch.lastOffsetDelta(records, at));
        long count = appended.getOrDefault(origin, 0L);
        if (count == 0 || last != ProducerIds.sequence(count - 1)) {
            requireValid(records, at);
            contradiction = "the lane's last record, at offset " + (from - 1) + ", has sequence " + last
                    + ", but the position says " + (count == 0 ? "none" : ProducerIds.sequence(count - 1));
        }
    }

    /** A lane that has appended nothing must not begin where a later generation of it has copied: its record is gone. */
    private void noteLater(ByteBuffer records, int at, long producerId) {
        if (!appended.isEmpty() || !ProducerIds.isOurs(producerId)) {
            return;
        }
        int origin = ProducerIds.origin(producerId);
        if (knownOrigins.add(origin)) {
            LaneId later = lane;
            for (int i = 0; i < GENERATIONS && later.generation() < Integer.MAX_VALUE; i++) {
                later = later.next();
                laterIds.add(ProducerIds.of(origin, later));
            }
        }
        if (laterIds.contains(producerId)) {
            laterWhere = ", the last found at offsets " + Batch.baseOffset(records, at) + " to "
                    + Batch.lastOffset(records, at);
        }
    }

    /** Where batches of a later generation of the lane were found, for people; empty if none were. */
    String laterWhere() {
        return laterWhere;
    }

    /** Somebody else's position may claim to be far behind; nothing is allocated for what it claims. */
    private void requireRoomFor(long more) {
        if (size + more > MOST_ENTRIES) {
            throw new Inconsistent(
                    "the stored position of lane " + lane + ", target offset " + from + ", is "
                            + (size + more) + " records behind what the target holds or held, more than the "
                            + MOST_ENTRIES
                            + " that can be found again; compare the two partitions, then restart the lane where its records are missing");
        }
    }

    /** Flipped bits prove nothing. */
    private static void requireValid(ByteBuffer records, int at) {
        if (!Batch.isCrcValid(records, at)) {
            throw new DamagedBatch(Batch.baseOffset(records, at), "its CRC does not match its bytes");
        }
    }

    private void foreign(String what) {
        if (proves) {
            contradiction =
                    what + " lies at offset " + (from - 1) + ", where the position says that the lane's last record is";
        }
    }

    private static int distance(int sequence, int expected) {
        int ahead = ProducerIds.sequence((long) sequence - expected + (1L << 31));
        return ahead >= SEQUENCE_HALF ? -1 : ahead;
    }

    private void addWild(int origin, long offset) {
        add(origin, offset, 0, Kind.WILDCARD);
    }

    private void add(int origin, long offset, long hash, Kind kind) {
        if (size == offsets.length) {
            requireRoomFor(1);
            int grown = size * 2;
            origins = Arrays.copyOf(origins, grown);
            offsets = Arrays.copyOf(offsets, grown);
            hashes = Arrays.copyOf(hashes, grown);
            kinds = Arrays.copyOf(kinds, grown);
        }
        origins[size] = origin;
        offsets[size] = offset;
        hashes[size] = hash;
        kinds[size] = kind;
        size++;
    }

    /** Whether the target holds batches of the lane from before its start: another owner has begun it too, and was first. */
    boolean isBegunByAnother() {
        return begunByAnother;
    }

    /** How many records were appended at or after the confirmed offset. */
    public int size() {
        return size;
    }

    int origin(int i) {
        return origins[i];
    }

    long offset(int i) {
        return offsets[i];
    }

    /** Whether some entries are compared by {@link #holds} with the hash that leaves out the time. */
    boolean needsHashesWithoutTime() {
        return untimed;
    }

    /** Whether entry {@code i} is a wildcard. */
    boolean isWildcard(int i) {
        return kinds[i] == Kind.WILDCARD;
    }

    /** The first entry from {@code first} on that is this very record, or -1. */
    int find(int first, int origin, long hash, long hashWithoutTime) {
        int found = find(first, origin, hash, hash, hashWithoutTime);
        return found >= 0 || !untimed ? found : find(first, origin, hashWithoutTime, hash, hashWithoutTime);
    }

    private int find(int first, int origin, long key, long hash, long hashWithoutTime) {
        if (byHash == null) {
            byHash = new HashMap<>();
            for (int i = 0; i < size; i++) {
                if (kinds[i] != Kind.WILDCARD) {
                    byHash.computeIfAbsent(hashes[i], any -> new ArrayList<>(1)).add(i);
                }
            }
        }
        for (int i : byHash.getOrDefault(key, List.of())) {
            if (i >= first && holds(i, origin, hash, hashWithoutTime)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether entry {@code i} is this very record. */
    boolean holds(int i, int origin, long hash, long hashWithoutTime) {
        return origins[i] == origin
                && switch (kinds[i]) {
                    case RECORD -> hashes[i] == hash;
                    case RECORD_WITHOUT_TIME -> hashes[i] == hashWithoutTime;
                    case WILDCARD -> false;
                };
    }
}
