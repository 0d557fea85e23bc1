package io.twinspan.link.protocol;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.FetchSessionHandler;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Fetch} as a Fetch request. The answer's records are parts of the receive buffer; its receiver owns the hold on it.
 * Confined to the link thread.
 */
final class FetchCall extends Call<Fetched> {
    private static final short LAST_BY_NAME = 12;
    private static final short FIRST_WITH_DIVERGENCE = 12;
    private static final ByteBuffer NO_RECORDS = ByteBuffer.allocate(0);

    private final Fetch request;
    private final @Nullable FetchSession session;
    private final Map<Uuid, String> names = new HashMap<>();

    /** @param session the channel's session, or null to name every partition each time */
    FetchCall(Fetch request, @Nullable FetchSession session, long timeoutMs, Reply<Fetched> reply) {
        super(ApiKeys.FETCH, timeoutMs, reply);
        this.request = request;
        this.session = session;
        for (Fetch.Position position : request.positions()) {
            names.put(position.topicId(), position.topic());
        }
    }

    @Override
    short latestVersion() {
        return names.containsKey(Uuid.ZERO_UUID) ? LAST_BY_NAME : super.latestVersion();
    }

    @Override
    boolean keepsBuffer() {
        return true;
    }

    @Override
    void lost() {
        if (session != null) {
            session.lost();
        }
    }

    @Override
    ApiMessage message(short version) {
        Map<TopicPartition, FetchRequest.PartitionData> wanted = wanted(version);
        FetchRequest.Builder builder;
        if (session == null) {
            builder = FetchRequest.Builder.forConsumer(version, request.maxWaitMs(), request.minBytes(), wanted);
        } else {
            FetchSessionHandler.FetchRequestData next = session.next(wanted);
            builder = FetchRequest.Builder.forConsumer(version, request.maxWaitMs(), request.minBytes(), next.toSend())
                    .removed(next.toForget())
                    .replaced(next.toReplace())
                    .metadata(next.metadata());
        }
        IsolationLevel isolation =
                request.readCommitted() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
        return builder.isolationLevel(isolation)
                .setMaxBytes(request.maxBytes())
                .build(version)
                .data();
    }

    private Map<TopicPartition, FetchRequest.PartitionData> wanted(short version) {
        Map<TopicPartition, FetchRequest.PartitionData> wanted =
                new LinkedHashMap<>(request.positions().size() * 2);
        for (Fetch.Position position : request.positions()) {
            wanted.put(
                    new TopicPartition(position.topic(), position.partition()),
                    new FetchRequest.PartitionData(
                            position.topicId(),
                            position.offset(),
                            FetchRequest.INVALID_LOG_START_OFFSET,
                            position.maxBytes(),
                            epoch(position.leaderEpoch()),
                            version < FIRST_WITH_DIVERGENCE ? Optional.empty() : epoch(position.lastFetchedEpoch())));
        }
        return wanted;
    }

    private static Optional<Integer> epoch(int epoch) {
        return epoch < 0 ? Optional.empty() : Optional.of(epoch);
    }

    @Override
    Fetched read(ByteBufferAccessor body, short version, Lease lease) {
        FetchResponse response = FetchResponse.parse(body, version);
        FetchResponseData data = response.data();
        throttled(data.throttleTimeMs());
        BrokerError error = BrokerError.of(data.errorCode());
        if (session != null && !session.accept(response, version)) {
            // Either the broker told an error of the session, or its answer does not fit the session and must not be
            // used.
            // An empty answer while throttled fits, and is no error.
            boolean throttled = data.responses().isEmpty() && data.throttleTimeMs() > 0;
            boolean unfit = error == BrokerError.NONE && !throttled;
            return new Fetched(unfit ? BrokerError.INVALID_FETCH_SESSION_EPOCH : error, List.of(), lease);
        }
        List<Fetched.Partition> partitions = new ArrayList<>();
        for (FetchableTopicResponse topic : data.responses()) {
            String name = version > LAST_BY_NAME ? names.get(topic.topicId()) : topic.topic();
            if (name != null) {
                for (PartitionData partition : topic.partitions()) {
                    partitions.add(partition(name, partition));
                }
            }
        }
        return new Fetched(error, partitions, lease);
    }

    private static Fetched.Partition partition(String topic, PartitionData data) {
        Fetched.Divergence divergence = data.divergingEpoch().epoch() < 0
                ? null
                : new Fetched.Divergence(
                        data.divergingEpoch().epoch(), data.divergingEpoch().endOffset());
        return new Fetched.Partition(
                topic,
                data.partitionIndex(),
                BrokerError.of(data.errorCode()),
                data.highWatermark(),
                data.lastStableOffset(),
                data.logStartOffset(),
                aborted(data),
                data.records() instanceof MemoryRecords records
                        ? records.buffer().slice()
                        : NO_RECORDS.duplicate(),
                divergence);
    }

    private static List<Fetched.AbortedTransaction> aborted(PartitionData data) {
        List<FetchResponseData.AbortedTransaction> told = data.abortedTransactions();
        if (told == null || told.isEmpty()) {
            return List.of();
        }
        List<Fetched.AbortedTransaction> aborted = new ArrayList<>(told.size());
        for (FetchResponseData.AbortedTransaction one : told) {
            aborted.add(new Fetched.AbortedTransaction(one.producerId(), one.firstOffset()));
        }
        return aborted;
    }
}
