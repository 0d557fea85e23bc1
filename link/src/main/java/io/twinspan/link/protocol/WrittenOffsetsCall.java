package io.twinspan.link.protocol;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * A {@link FindOffsets} for {@link FindOffsets.Kind#WRITTEN} as an OffsetForLeaderEpoch request (KIP-320): asked where its own epoch ends, a
 * leader tells the end of its log, also above the high watermark. Confined to the link thread.
 */
final class WrittenOffsetsCall extends Call<FoundOffsets> {
    private static final short FIRST_FOR_CLIENTS = 3;

    private final FindOffsets request;

    WrittenOffsetsCall(FindOffsets request, long timeoutMs, Reply<FoundOffsets> reply) {
        super(ApiKeys.OFFSET_FOR_LEADER_EPOCH, timeoutMs, reply);
        this.request = request;
    }

    @Override
    short oldestVersion() {
        return FIRST_FOR_CLIENTS;
    }

    @Override
    ApiMessage message(short version) {
        var topics = new OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection();
        for (FindOffsets.Query query : request.queries()) {
            OffsetForLeaderTopic topic = topics.find(query.topic());
            if (topic == null) {
                topic = new OffsetForLeaderTopic().setTopic(query.topic());
                topics.add(topic);
            }
            topic.partitions()
                    .add(new OffsetForLeaderPartition()
                            .setPartition(query.partition())
                            .setCurrentLeaderEpoch(query.leaderEpoch())
                            .setLeaderEpoch(query.leaderEpoch()));
        }
        return new OffsetForLeaderEpochRequestData()
                .setReplicaId(ListOffsetsRequest.CONSUMER_REPLICA_ID)
                .setTopics(topics);
    }

    @Override
    FoundOffsets read(ByteBufferAccessor body, short version, Lease lease) {
        var data = new OffsetForLeaderEpochResponseData(body, version);
        throttled(data.throttleTimeMs());
        List<FoundOffsets.Partition> partitions =
                new ArrayList<>(request.queries().size());
        for (OffsetForLeaderTopicResult topic : data.topics()) {
            for (EpochEndOffset partition : topic.partitions()) {
                BrokerError error = BrokerError.of(partition.errorCode());
                // A leader that has no such epoch yet says so by an undefined offset.
                boolean isUnknown = error == BrokerError.NONE && partition.endOffset() < 0;
                partitions.add(new FoundOffsets.Partition(
                        topic.topic(),
                        partition.partition(),
                        isUnknown ? BrokerError.OFFSET_NOT_AVAILABLE : error,
                        partition.endOffset()));
            }
        }
        return new FoundOffsets(partitions);
    }
}
