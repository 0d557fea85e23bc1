package io.twinspan.link.fake;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fake.FakeExchange.Call;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.PositionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.apache.kafka.common.Uuid;

/**
 * A real link on a {@link FakeExchange}: who leads what and which offsets there are is answered at once, fetches and appends are
 * the test's. Partition {@code p} of topic {@code t} goes to the same partition of {@code dc1.t}. Confined to one thread.
 */
public final class LinkBench {
    /** The one source topic. */
    public static final String TOPIC = "t";

    /** Its copy. */
    public static final String TARGET = "dc1.t";

    /** The source topic's id. */
    public static final Uuid SOURCE_ID = new Uuid(1, 1);

    private static final Uuid TARGET_ID = new Uuid(2, 2);

    private final FakeExchange exchange = new FakeExchange();
    private final Map<Side, List<Topology.Leader>> leaders = new HashMap<>();
    private final Map<Side, Long> ends = new HashMap<>(Map.of(Side.SOURCE, 0L, Side.TARGET, 0L));
    private final Map<Side, Long> starts = new HashMap<>(Map.of(Side.SOURCE, 0L, Side.TARGET, 0L));
    private final List<PositionRecord> stored = new ArrayList<>();
    private final Link link;
    private boolean describing = true;

    private LinkBench(LinkConfig config, List<LaneSpec> lanes, List<Topology.Leader> ofSource) {
        leaders.put(Side.SOURCE, new ArrayList<>(ofSource));
        leaders.put(
                Side.TARGET,
                new ArrayList<>(ofSource.stream()
                        .map(leader -> new Topology.Leader(0, 0))
                        .toList()));
        link = new Link(config, exchange, lanes, 1);
    }

    /** The defaults of every option. */
    public static LinkConfig config() {
        return LinkConfig.defaults(LinkName.parse("dc1->dc2"));
    }

    /** A link of lanes that never ran, for partitions that these source brokers lead. */
    public static LinkBench of(LinkConfig config, int... sourceNodes) {
        List<LaneSpec> lanes = new ArrayList<>();
        List<Topology.Leader> leaders = new ArrayList<>();
        for (int node : sourceNodes) {
            lanes.add(new LaneSpec(TOPIC, lanes.size(), TARGET, 0, null, LaneSpec.StartAt.EARLIEST, List.of()));
            leaders.add(new Topology.Leader(node, 0));
        }
        return new LinkBench(config, lanes, leaders);
    }

    public Link link() {
        return link;
    }

    public FakeExchange exchange() {
        return exchange;
    }

    /** What the link has handed out to store. */
    public List<PositionRecord> stored() {
        return stored;
    }

    /** The leaders of a side, to change. */
    public List<Topology.Leader> leaders(Side side) {
        return leaders.get(side);
    }

    /** Where the logs of a side begin and end. */
    public void log(Side side, long start, long end) {
        starts.put(side, start);
        ends.put(side, end);
    }

    /** Whether questions for leaders are answered. */
    public void describing(boolean on) {
        describing = on;
    }

    /** Steps the link until nothing more happens at once; the records that it hands out are durable at once. */
    public LinkBench settle() {
        int quiet = 0;
        for (int i = 0; i < 200 && quiet < 3; i++) {
            boolean answered = answerTheUsual();
            List<PositionRecord> records = link.step();
            records.forEach(record -> {
                stored.add(record);
                link.recorded(record);
            });
            quiet = answered || !records.isEmpty() ? 0 : quiet + 1;
        }
        return this;
    }

    /** Lets time pass, as far as the link asks to be called. */
    public LinkBench pass(long ms) {
        long end = exchange.nowMs() + ms;
        settle();
        while (exchange.nowMs() < end) {
            long next = Math.max(exchange.nowMs() + 1, Math.min(end, link.nextWakeupMs()));
            exchange.pass(next - exchange.nowMs());
            settle();
        }
        return this;
    }

    private boolean answerTheUsual() {
        boolean any = false;
        if (describing) {
            for (Call<Side, Topology> call : List.copyOf(exchange.describes())) {
                exchange.answer(call, topology(call.request()));
                any = true;
            }
        }
        for (Call<FindOffsets, FoundOffsets> call : List.copyOf(exchange.finds())) {
            Side side = call.channel().side();
            exchange.answer(
                    call,
                    new FoundOffsets(call.request().queries().stream()
                            .map(query -> new FoundOffsets.Partition(
                                    query.topic(),
                                    query.partition(),
                                    BrokerError.NONE,
                                    query.kind() == FindOffsets.Kind.FIRST ? starts.get(side) : ends.get(side)))
                            .toList()));
            any = true;
        }
        return any;
    }

    private Topology topology(Side side) {
        boolean source = side == Side.SOURCE;
        Map<String, Topology.Topic> topics = new LinkedHashMap<>();
        topics.put(
                source ? TOPIC : TARGET,
                new Topology.Topic(BrokerError.NONE, source ? SOURCE_ID : TARGET_ID, List.copyOf(leaders.get(side))));
        return new Topology(source ? "source-id" : "target-id", topics);
    }

    /** Answers a fetch with the records of some of its partitions; the others are there and empty. */
    public void answer(Call<Fetch, Fetched> call, Map<Integer, ByteBuffer> records, long end) {
        answer(call, records, partition -> end);
    }

    /** The same, with an end for each partition. */
    public void answer(Call<Fetch, Fetched> call, Map<Integer, ByteBuffer> records, IntToLongFunction ends) {
        int bytes = records.values().stream().mapToInt(ByteBuffer::remaining).sum();
        List<Fetched.Partition> parts = new ArrayList<>();
        for (Fetch.Position position : call.request().positions()) {
            ByteBuffer of = records.getOrDefault(position.partition(), ByteBuffer.allocate(0));
            parts.add(part(position, BrokerError.NONE, of, ends.applyAsLong(position.partition())));
        }
        exchange.answer(call, new Fetched(BrokerError.NONE, parts, exchange.lease(bytes)));
    }

    /** Answers a fetch with an error for each partition. */
    public void answerError(Call<Fetch, Fetched> call, BrokerError error) {
        List<Fetched.Partition> parts = call.request().positions().stream()
                .map(position -> part(position, error, ByteBuffer.allocate(0), -1))
                .toList();
        exchange.answer(call, new Fetched(BrokerError.NONE, parts, exchange.lease(0)));
    }

    private static Fetched.Partition part(Fetch.Position position, BrokerError error, ByteBuffer records, long end) {
        return new Fetched.Partition(
                position.topic(), position.partition(), error, end, end, 0, List.of(), records, null);
    }

    /** Acknowledges an append: each batch gets this offset. */
    public void acknowledge(Call<Append, Appended> call, long baseOffset) {
        exchange.answer(
                call,
                new Appended(call.request().entries().stream()
                        .map(entry -> new Appended.Partition(
                                entry.topic(), entry.partition(), BrokerError.NONE, baseOffset, 0, null))
                        .toList()));
    }

    /** Refuses an append. */
    public void refuse(Call<Append, Appended> call, BrokerError error) {
        exchange.answer(
                call,
                new Appended(call.request().entries().stream()
                        .map(entry -> new Appended.Partition(entry.topic(), entry.partition(), error, -1, -1, null))
                        .toList()));
    }
}
