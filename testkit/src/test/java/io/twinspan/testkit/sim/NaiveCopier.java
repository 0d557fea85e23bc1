package io.twinspan.testkit.sim;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.load.Batches;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/**
 * The simplest copier that can be right: one partition, one batch in flight, every batch rebuilt, and whenever in doubt it reads the
 * whole target again. Some flaws can be built in. Confined to the world's thread.
 */
final class NaiveCopier implements SimLink {
    private static final int APPEND_TIMEOUT_MS = 1_000;

    private final Exchange exchange;
    private final String topic;
    private final Flaw flaw;
    private final List<PositionRecord> durable;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final List<Piece> inFlight = new ArrayList<>();
    private final List<Long> ownOffsets = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<PositionRecord> out = new ArrayList<>();
    private Topology.@Nullable Topic source;
    private Topology.@Nullable Topic target;
    private String origin = "";
    private boolean busy;
    private boolean recovered;
    private long tailEnd = -1;
    private long tailAt;
    private long readAt;
    private long copied;
    private long toSkip;
    private int answers;
    private boolean closed;
    private boolean bumpSequence;

    /** Records of one source batch that are appended together; {@code answered} is null while they are in flight. */
    private static final class Piece {
        private final List<Long> offsets = new ArrayList<>();
        private final List<SimpleRecord> records = new ArrayList<>();
        private Appended.@Nullable Partition answered;
        private long sequence;
    }

    NaiveCopier(Exchange exchange, List<PositionRecord> durable, int topicNumber, Flaw flaw) {
        this.exchange = exchange;
        this.durable = durable;
        this.topic = ScenarioSetup.topic(topicNumber);
        this.flaw = flaw;
    }

    @Override
    public List<PositionRecord> step() {
        exchange.poll(0);
        advance();
        List<PositionRecord> result = List.copyOf(out);
        out.clear();
        return result;
    }

    private void advance() {
        if (busy || closed) {
            return;
        }
        if (source == null) {
            describe(Side.SOURCE, topic, found -> source = found);
        } else if (target == null) {
            describe(Side.TARGET, ScenarioSetup.targetTopic(topic), found -> target = found);
        } else if (!recovered) {
            recover();
        } else if (!pieces.isEmpty()) {
            append();
        } else {
            read();
        }
    }

    private void describe(Side side, String name, Consumer<Topology.Topic> found) {
        busy = true;
        exchange.describe(side, List.of(name), new Then<>(topology -> {
            Topology.Topic described = topology.topics().get(name);
            boolean usable = described != null
                    && described.error() == BrokerError.NONE
                    && described.partitions().get(0).node() >= 0;
            if (usable && described != null) {
                found.accept(described);
                origin = side == Side.SOURCE ? topology.clusterId() : origin;
            }
        }));
    }

    private long producerId() {
        return ProducerIds.of(ProducerIds.origin(origin), lane());
    }

    private LaneId lane() {
        return new LaneId(known(source).topicId(), topic, 0, 0);
    }

    private static Topology.Topic known(Topology.@Nullable Topic described) {
        if (described == null) {
            throw new IllegalStateException("not described yet");
        }
        return described;
    }

    private static Channel channel(Side side, Topology.Topic described, int slot) {
        return new Channel(side, described.partitions().get(0).node(), slot);
    }

    private void recover() {
        if (flaw == Flaw.NO_TAIL_READ) {
            believeTip();
        } else if (tailEnd < 0) {
            findTail();
        } else if (tailAt < tailEnd) {
            readTail();
        } else {
            begin(0, ownOffsets.size());
            toSkip = ownOffsets.size();
        }
    }

    private void begin(long sourceOffset, long count) {
        recovered = true;
        readAt = sourceOffset;
        copied = count;
        toSkip = 0;
        runs.clear();
        pieces.clear();
    }

    private void believeTip() {
        begin(0, 0);
        for (PositionRecord record : durable) {
            if (record instanceof PositionRecord.TipRecord tip) {
                begin(tip.tip().source(), tip.tip().appended(ProducerIds.origin(origin)));
            }
        }
    }

    private void restart() {
        recovered = false;
        tailEnd = -1;
        tailAt = 0;
        ownOffsets.clear();
        forgetLeaders();
    }

    private void forgetLeaders() {
        source = null;
        target = null;
    }

    private void findTail() {
        busy = true;
        var query = new FindOffsets.Query(
                ScenarioSetup.targetTopic(topic),
                0,
                known(target).partitions().get(0).epoch(),
                FindOffsets.Kind.NEXT);
        exchange.findOffsets(
                channel(Side.TARGET, known(target), 0),
                new FindOffsets(false, List.of(query)),
                new Then<FoundOffsets>(found -> {
                    if (found.partitions().get(0).error() == BrokerError.NONE) {
                        tailEnd = found.partitions().get(0).offset();
                    } else {
                        forgetLeaders();
                    }
                }));
    }

    private void readTail() {
        fetch(Side.TARGET, known(target), ScenarioSetup.targetTopic(topic), tailAt, batch -> {
            for (Record record : batch) {
                if (batch.producerId() == producerId() && record.offset() >= tailAt) {
                    ownOffsets.add(record.offset());
                }
            }
            tailAt = batch.nextOffset();
        });
    }

    private void read() {
        fetch(Side.SOURCE, known(source), topic, readAt, batch -> {
            var piece = new Piece();
            for (Record record : batch) {
                if (batch.isControlBatch() || record.offset() < readAt) {
                    continue;
                }
                if (toSkip > 0) {
                    map(record.offset(), ownOffsets.get((int) (ownOffsets.size() - toSkip)), copied - toSkip);
                    toSkip--;
                } else {
                    piece.offsets.add(record.offset());
                    piece.records.add(new SimpleRecord(record));
                }
            }
            if (!piece.records.isEmpty()) {
                pieces.add(piece);
            }
            readAt = batch.nextOffset();
        });
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private void fetch(Side side, Topology.Topic described, String name, long at, Consumer<RecordBatch> each) {
        busy = true;
        var position = new Fetch.Position(
                name, described.topicId(), 0, at, described.partitions().get(0).epoch(), -1, 40_000);
        var request = new Fetch(false, side == Side.SOURCE, 200, 1, 40_000, List.of(position));
        exchange.fetch(channel(side, described, 0), request, new Then<>(fetched -> {
            Fetched.Partition part = fetched.partitions().get(0);
            if (part.error() == BrokerError.NONE) {
                var aborted = new ArrayList<>(part.aborted());
                // A copy, since the records outlive the lease.
                ByteBuffer bytes = copy(part.records());
                for (RecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
                    aborted(batch, aborted, each);
                }
            } else {
                forgetLeaders();
            }
            fetched.lease().release();
        }));
    }

    /** Hands on what is not void; a transaction is void from its first offset up to its marker. */
    private void aborted(RecordBatch batch, List<Fetched.AbortedTransaction> aborted, Consumer<RecordBatch> each) {
        boolean isVoid = false;
        for (Fetched.AbortedTransaction transaction : List.copyOf(aborted)) {
            if (transaction.producerId() == batch.producerId() && batch.lastOffset() >= transaction.firstOffset()) {
                if (batch.isControlBatch()) {
                    aborted.remove(transaction);
                } else {
                    isVoid |= batch.isTransactional();
                }
            }
        }
        if (!isVoid) {
            each.accept(batch);
        } else {
            readAt = batch.nextOffset();
        }
    }

    private void append() {
        busy = true;
        inFlight.clear();
        answers = 0;
        int window = flaw == Flaw.PIPELINES_AT_ONCE ? 2 : 1;
        long sequence = copied;
        for (Piece piece : pieces) {
            if (inFlight.size() < window) {
                piece.sequence = sequence;
                piece.answered = null;
                sequence += piece.records.size();
                inFlight.add(piece);
            }
        }
        if (bumpSequence) {
            inFlight.get(0).sequence += inFlight.get(0).records.size();
            bumpSequence = false;
        }
        List.copyOf(inFlight).forEach(this::send);
    }

    private void send(Piece piece) {
        byte[] batch = Batches.idempotent(
                Compression.lz4().build(),
                producerId(),
                ProducerIds.sequence(piece.sequence),
                piece.records.toArray(new SimpleRecord[0]));
        var entry =
                new Append.Entry(ScenarioSetup.targetTopic(topic), known(target).topicId(), 0, ByteBuffer.wrap(batch));
        exchange.append(
                channel(Side.TARGET, known(target), 1),
                new Append(APPEND_TIMEOUT_MS, List.of(entry)),
                new Reply<Appended>() {
                    @Override
                    public void answered(Appended appended) {
                        piece.answered = appended.partitions().get(0);
                        oneMore();
                    }

                    @Override
                    public void failed(Failure failure) {
                        bumpSequence = flaw == Flaw.NEW_SEQUENCE_ON_RETRY;
                        oneMore();
                    }
                });
    }

    private void oneMore() {
        if (++answers < inFlight.size()) {
            return;
        }
        busy = false;
        for (Piece piece : inFlight) {
            BrokerError error = piece.answered == null ? BrokerError.NETWORK_EXCEPTION : piece.answered.error();
            if (error == BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER && flaw == Flaw.IGNORES_OUT_OF_ORDER) {
                done(piece, runs.isEmpty() ? 0 : runs.get(runs.size() - 1).targetEnd());
            } else if (error == BrokerError.NONE && piece.answered != null) {
                done(piece, piece.answered.baseOffset());
            } else {
                if (error.cure() == BrokerError.Cure.RESYNC) {
                    restart();
                } else if (error.cure() == BrokerError.Cure.OPERATOR) {
                    throw new IllegalStateException("the target refused a batch: " + error);
                } else {
                    forgetLeaders();
                }
                return;
            }
        }
    }

    private void done(Piece piece, long targetOffset) {
        pieces.remove(piece);
        for (int i = 0; i < piece.offsets.size(); i++) {
            map(piece.offsets.get(i), targetOffset + i, copied + i);
        }
        copied = piece.sequence + piece.records.size();
        long last = piece.offsets.get(piece.offsets.size() - 1);
        int from = ProducerIds.origin(origin);
        out.add(new PositionRecord.TipRecord(new Tip(
                lane(),
                last + 1,
                targetOffset + piece.records.size(),
                Map.of(from, copied),
                Tip.UNKNOWN_EPOCH,
                exchange.nowMs())));
        int tail = Math.max(0, runs.size() - PositionRecord.RunsPage.MAX_RUNS);
        out.add(new PositionRecord.RunsPage(lane(), 1, runs.subList(tail, runs.size())));
    }

    private void map(long sourceOffset, long targetOffset, long sequence) {
        var next = new Run(ProducerIds.origin(origin), sequence, sourceOffset, targetOffset, 1);
        int last = runs.size() - 1;
        if (last >= 0 && runs.get(last).isContinuedBy(next)) {
            runs.set(last, runs.get(last).joinedWith(next));
        } else {
            runs.add(next);
        }
    }

    @Override
    public void recorded(PositionRecord record) {
        // It recovers from the target alone.
    }

    @Override
    public void close() {
        closed = true;
        exchange.close();
    }

    /** Goes on with the answer; a failure means to ask anew who leads. */
    private final class Then<A> implements Reply<A> {
        private final Consumer<A> next;

        Then(Consumer<A> next) {
            this.next = next;
        }

        @Override
        public void answered(A answer) {
            busy = false;
            next.accept(answer);
        }

        @Override
        public void failed(Failure failure) {
            busy = false;
            forgetLeaders();
        }
    }
}
