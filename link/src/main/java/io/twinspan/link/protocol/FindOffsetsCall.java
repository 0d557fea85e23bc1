package io.twinspan.link.protocol;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/** A {@link FindOffsets} as a ListOffsets request. Confined to the link thread. */
final class FindOffsetsCall extends Call<FoundOffsets> {
    private static final short FIRST_WITH_ISOLATION = 2;

    private final FindOffsets request;
    private final int brokerTimeoutMs;

    FindOffsetsCall(FindOffsets request, long timeoutMs, Reply<FoundOffsets> reply) {
        super(ApiKeys.LIST_OFFSETS, timeoutMs, reply);
        this.request = request;
        this.brokerTimeoutMs = (int) timeoutMs;
        Set<TopicPartition> seen = new HashSet<>();
        for (FindOffsets.Query query : request.queries()) {
            if (!seen.add(new TopicPartition(query.topic(), query.partition()))) {
                throw new IllegalArgumentException("two offsets of " + query.topic() + "-" + query.partition()
                        + " are asked for at once; a broker refuses that, and the answer could not tell them apart");
            }
        }
    }

    @Override
    short oldestVersion() {
        return FIRST_WITH_ISOLATION;
    }

    @Override
    ApiMessage message(short version) {
        Map<String, ListOffsetsTopic> topics = new LinkedHashMap<>();
        for (FindOffsets.Query query : request.queries()) {
            topics.computeIfAbsent(query.topic(), name -> new ListOffsetsTopic().setName(name))
                    .partitions()
                    .add(new ListOffsetsPartition()
                            .setPartitionIndex(query.partition())
                            .setCurrentLeaderEpoch(query.leaderEpoch())
                            .setTimestamp(
                                    query.kind() == FindOffsets.Kind.FIRST
                                            ? ListOffsetsRequest.EARLIEST_TIMESTAMP
                                            : ListOffsetsRequest.LATEST_TIMESTAMP));
        }
        IsolationLevel isolation =
                request.readCommitted() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
        return new ListOffsetsRequestData()
                .setReplicaId(ListOffsetsRequest.CONSUMER_REPLICA_ID)
                .setIsolationLevel(isolation.id())
                .setTimeoutMs(brokerTimeoutMs)
                .setTopics(new ArrayList<>(topics.values()));
    }

    @Override
    FoundOffsets read(ByteBufferAccessor body, short version, Lease lease) {
        ListOffsetsResponseData data = new ListOffsetsResponseData(body, version);
        throttled(data.throttleTimeMs());
        List<FoundOffsets.Partition> partitions =
                new ArrayList<>(request.queries().size());
        for (ListOffsetsTopicResponse topic : data.topics()) {
            for (ListOffsetsPartitionResponse partition : topic.partitions()) {
                partitions.add(new FoundOffsets.Partition(
                        topic.name(),
                        partition.partitionIndex(),
                        BrokerError.of(partition.errorCode()),
                        partition.offset()));
            }
        }
        return new FoundOffsets(partitions);
    }
}
