package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.testkit.sim.SimWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One broker's handling of one fetch request: reads at once, and again after every change until enough bytes are there or the
 * time is over. Confined to the world's thread.
 *
 * <p>Like a stock broker since KIP-392 a follower serves readers too, up to its own high watermark, if they name the epoch it
 * knows.
 */
final class Fetches {
    private final SimWorld world;
    private final SimCluster cluster;
    private final int node;
    private final Fetch request;
    private final FetchSession session;
    private @Nullable Consumer<List<FetchedPart>> reply;

    Fetches(SimWorld world, SimCluster cluster, int node, Fetch request, FetchSession session) {
        this.world = world;
        this.cluster = cluster;
        this.node = node;
        this.request = request;
        this.session = session;
    }

    void run(Consumer<List<FetchedPart>> whenDone) {
        reply = whenDone;
        if (answered(false)) {
            return;
        }
        for (Fetch.Position position : request.positions()) {
            Replica replica = replicaOf(position);
            if (replica != null) {
                replica.await(() -> answered(false));
            }
        }
        world.after(request.maxWaitMs(), () -> answered(true));
    }

    private boolean answered(boolean timeIsOver) {
        Consumer<List<FetchedPart>> waiting = reply;
        if (waiting == null) {
            return true;
        }
        List<FetchedPart> parts = read();
        int bytes = parts.stream().mapToInt(part -> part.records().remaining()).sum();
        boolean enough = bytes >= request.minBytes() || request.maxWaitMs() == 0;
        if (!timeIsOver && !enough && parts.stream().noneMatch(FetchedPart::isUrgent)) {
            return false;
        }
        reply = null;
        waiting.accept(request.session() ? session.news(parts) : parts);
        return true;
    }

    private List<FetchedPart> read() {
        var parts = new ArrayList<FetchedPart>();
        int left = request.maxBytes();
        boolean first = true;
        List<Fetch.Position> positions = request.session() ? session.inTurn(request.positions()) : request.positions();
        for (Fetch.Position position : positions) {
            FetchedPart part = read(position, Math.max(0, Math.min(left, position.maxBytes())), first);
            parts.add(part);
            left -= part.records().remaining();
            first &= part.records().remaining() == 0;
        }
        return parts;
    }

    private @Nullable Replica replicaOf(Fetch.Position position) {
        SimTopic topic = cluster.topic(position.topic());
        if (topic == null || position.partition() >= topic.partitions().size()) {
            return null;
        }
        return topic.partitions().get(position.partition()).replica(node);
    }

    private BrokerError admission(Fetch.Position position) {
        SimTopic topic = cluster.topic(position.topic());
        boolean byId = !position.topicId().equals(Uuid.ZERO_UUID);
        if (byId && (topic == null || !topic.id().equals(position.topicId()))) {
            return BrokerError.UNKNOWN_TOPIC_ID;
        }
        if (topic == null || position.partition() >= topic.partitions().size()) {
            return BrokerError.UNKNOWN_TOPIC_OR_PARTITION;
        }
        Replica replica = replicaOf(position);
        return replica == null
                ? BrokerError.NOT_LEADER_OR_FOLLOWER
                : cluster.epochError(replica, position.leaderEpoch());
    }

    private FetchedPart read(Fetch.Position position, int maxBytes, boolean atLeastOne) {
        BrokerError refused = admission(position);
        Replica replica = replicaOf(position);
        if (refused != BrokerError.NONE || replica == null) {
            return FetchedPart.failed(position.topic(), position.partition(), refused);
        }
        BatchLog log = replica.log();
        if (position.offset() < log.startOffset()) {
            return FetchedPart.failed(position.topic(), position.partition(), BrokerError.OFFSET_OUT_OF_RANGE);
        }
        if (position.lastFetchedEpoch() >= 0) {
            Fetched.Divergence end = replica.epochs().endOf(position.lastFetchedEpoch(), log.endOffset());
            if (end == null) {
                return FetchedPart.failed(position.topic(), position.partition(), BrokerError.OFFSET_OUT_OF_RANGE);
            }
            if (end.epoch() < position.lastFetchedEpoch() || end.endOffset() < position.offset()) {
                return part(position, replica, List.of(), ByteBuffer.allocate(0), end);
            }
        }
        if (position.offset() > log.endOffset()) {
            return FetchedPart.failed(position.topic(), position.partition(), BrokerError.OFFSET_OUT_OF_RANGE);
        }
        long bound = request.readCommitted() ? replica.lastStableOffset() : replica.highWatermark();
        return cut(position, replica, bound, maxBytes, atLeastOne);
    }

    /** The batches from the one that holds the offset on; the last may be cut short, as a broker sends a piece of a file. */
    private FetchedPart cut(Fetch.Position position, Replica replica, long bound, int maxBytes, boolean atLeastOne) {
        BatchLog log = replica.log();
        var bytes = ByteBuffer.allocate(0);
        long upTo = position.offset();
        int from = log.indexOf(position.offset());
        int size = 0;
        int count = 0;
        while (from + count < log.size() && log.get(from + count).lastOffset() < bound) {
            if (count > 0 && size >= maxBytes) {
                break;
            }
            StoredBatch batch = log.get(from + count++);
            size += batch.sizeInBytes();
            upTo = batch.nextOffset();
        }
        if (count > 0) {
            bytes = ByteBuffer.allocate(size);
            for (int i = from; i < from + count; i++) {
                log.get(i).writeTo(bytes);
            }
            int firstSize = log.get(from).sizeInBytes();
            boolean firstFits = firstSize <= maxBytes;
            int limit = firstFits ? Math.min(size, maxBytes) : atLeastOne ? firstSize : 0;
            bytes.flip().limit(limit);
        }
        var aborted = new ArrayList<Fetched.AbortedTransaction>();
        if (request.readCommitted() && bytes.hasRemaining()) {
            for (ProducerStates.Transaction t : replica.producers().abortedIn(position.offset(), upTo)) {
                aborted.add(new Fetched.AbortedTransaction(t.producerId(), t.firstOffset()));
            }
        }
        return part(position, replica, aborted, bytes, null);
    }

    private static FetchedPart part(
            Fetch.Position position,
            Replica replica,
            List<Fetched.AbortedTransaction> aborted,
            ByteBuffer bytes,
            Fetched.@Nullable Divergence divergence) {
        return new FetchedPart(
                position.topic(),
                position.partition(),
                BrokerError.NONE,
                replica.highWatermark(),
                replica.lastStableOffset(),
                replica.log().startOffset(),
                List.copyOf(aborted),
                bytes,
                divergence);
    }
}
