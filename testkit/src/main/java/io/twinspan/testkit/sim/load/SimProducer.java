package io.twinspan.testkit.sim.load;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.PartitionWatcher;
import io.twinspan.testkit.sim.broker.SimPartition;
import io.twinspan.testkit.sim.broker.StoredBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * The producers of one source partition: appends batches of all codecs and sizes at random moments, inside and outside of
 * transactions, until its profile is written. Confined to the world's thread.
 *
 * <p>It does not mind losing data with an unlucky leader: what counts is what is committed. But a transaction's end is written
 * again until it is committed, as a coordinator does; otherwise nobody could read on.
 */
public final class SimProducer implements PartitionWatcher {
    private static final long MARKER_RETRY_MS = 1_500;
    private static final Compression[] CODECS = {
        Compression.NONE,
        Compression.lz4().build(),
        Compression.zstd().build(),
        Compression.snappy().build(),
        Compression.gzip().build()
    };

    private final SimWorld world;
    private final SimPartition partition;
    private final LoadProfile profile;
    private final RecordMaker maker;
    private final Map<Long, Ending> endings = new LinkedHashMap<>();
    private int written;
    private long producers = 100;
    private long open = -1;

    /** How a transaction ends, and where its marker is committed; -1 while it is not. */
    private static final class Ending {
        private final byte[] marker;
        private long offset = -1;

        Ending(byte[] marker) {
            this.marker = marker;
        }
    }

    public SimProducer(SimWorld world, SimPartition partition, LoadProfile profile) {
        this(world, partition, profile, 0);
    }

    /** @param number those with different numbers write no two records that are equal */
    public SimProducer(SimWorld world, SimPartition partition, LoadProfile profile, int number) {
        this.world = world;
        this.partition = partition;
        this.profile = profile;
        this.maker = new RecordMaker(world.random(), profile.keyed(), number);
        partition.watch(this);
    }

    /** Begins to write. */
    public void start() {
        next();
    }

    /** Whether all is written, and every transaction has ended. */
    public boolean isDone() {
        return written >= profile.records()
                && open < 0
                && endings.values().stream().allMatch(e -> e.offset >= 0);
    }

    private void next() {
        world.after(world.between(0, profile.maxGapMs()), () -> {
            if (written < profile.records()) {
                write();
                next();
            } else if (open >= 0) {
                end();
            }
        });
    }

    private void write() {
        if (profile.transactions() && open >= 0 && world.oneIn(3)) {
            end();
            return;
        }
        if (profile.transactions() && open < 0 && world.oneIn(4)) {
            open = producers++;
        }
        Compression codec = CODECS[world.random().nextInt(CODECS.length)];
        SimpleRecord[] records = records();
        if (partition.appendLoad(batch(codec, records))) {
            written += records.length;
        }
    }

    private byte[] batch(Compression codec, SimpleRecord[] records) {
        if (open >= 0 && !world.oneIn(4)) {
            return Batches.transactional(codec, open, 0, records);
        }
        if (profile.logAppendTime()) {
            return Batches.logAppendTime(codec, world.nowMs(), records);
        }
        if (profile.origins() > 0 && world.oneIn(2)) {
            return Batches.idempotent(codec, linkedProducer(), written, records);
        }
        return world.oneIn(3) ? Batches.idempotent(codec, 7, written, records) : Batches.plain(codec, records);
    }

    /** The id under which some other link wrote what was first produced in another cluster. */
    private long linkedProducer() {
        int origin = ProducerIds.origin("cluster-" + world.random().nextInt(profile.origins()));
        return ProducerIds.of(origin, new LaneId(new Uuid(7, 7), partition.name(), partition.index(), 0));
    }

    private SimpleRecord[] records() {
        return switch (world.random().nextInt(20)) {
            case 0 -> maker.next(1, profile.largestBytes(), world.nowMs());
            case 1, 2 -> maker.next((int) world.between(20, 60), 30, world.nowMs());
            case 3, 4, 5, 6, 7, 8, 9 -> maker.next((int) world.between(2, 10), 100, world.nowMs());
            default -> maker.next(1, 60, world.nowMs());
        };
    }

    private void end() {
        var ending = new Ending(Batches.marker(open, !world.oneIn(3), world.nowMs()));
        endings.put(open, ending);
        open = -1;
        writeMarker(ending);
    }

    private void writeMarker(Ending ending) {
        if (ending.offset < 0) {
            partition.appendLoad(ending.marker);
            world.after(MARKER_RETRY_MS, () -> writeMarker(ending));
        }
    }

    @Override
    public void committed(StoredBatch batch) {
        Ending ending = batch.isControl() ? endings.get(batch.producerId()) : null;
        if (ending != null && ending.offset < 0) {
            ending.offset = batch.baseOffset();
        }
    }

    @Override
    public void lost(long fromOffset) {
        for (Ending ending : endings.values()) {
            if (ending.offset >= fromOffset) {
                ending.offset = -1;
                world.after(MARKER_RETRY_MS, () -> writeMarker(ending));
            }
        }
    }
}
