package io.twinspan.link.protocol;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.exchange.Topology.Leader;
import io.twinspan.link.exchange.Topology.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/** A Metadata request for some topics, which creates none. Confined to the link thread. */
final class DescribeCall extends Call<DescribeCall.Described> {
    private static final short FIRST_WITHOUT_CREATION = 4;
    private static final Leader NOBODY = new Leader(-1, -1);

    /**
     * What a broker told. Immutable.
     *
     * @param bootstrapAgain whether the broker asks us to forget what we know of the cluster (KIP-1102)
     */
    record Described(Topology topology, Map<Integer, Address> brokers, boolean bootstrapAgain) {}

    private final List<String> topics;

    DescribeCall(List<String> topics, long timeoutMs, Reply<Described> reply) {
        super(ApiKeys.METADATA, timeoutMs, reply);
        this.topics = topics;
    }

    @Override
    short oldestVersion() {
        return FIRST_WITHOUT_CREATION;
    }

    @Override
    ApiMessage message(short version) {
        MetadataRequestData data = new MetadataRequestData().setAllowAutoTopicCreation(false);
        for (String topic : topics) {
            data.topics().add(new MetadataRequestTopic().setName(topic));
        }
        return data;
    }

    @Override
    Described read(ByteBufferAccessor body, short version, Lease lease) {
        MetadataResponseData data = new MetadataResponseData(body, version);
        throttled(data.throttleTimeMs());
        Map<Integer, Address> brokers = new HashMap<>();
        for (MetadataResponseBroker broker : data.brokers()) {
            brokers.put(broker.nodeId(), new Address(broker.host(), broker.port()));
        }
        Map<String, Topic> told = new HashMap<>();
        for (String topic : topics) {
            told.put(topic, new Topic(BrokerError.UNKNOWN_TOPIC_OR_PARTITION, Uuid.ZERO_UUID, List.of()));
        }
        for (MetadataResponseTopic topic : data.topics()) {
            told.put(topic.name(), topic(topic));
        }
        String clusterId = data.clusterId() == null ? "" : data.clusterId();
        return new Described(new Topology(clusterId, Map.copyOf(told)), brokers, data.errorCode() != 0);
    }

    private static Topic topic(MetadataResponseTopic topic) {
        BrokerError error = BrokerError.of(topic.errorCode());
        if (error != BrokerError.NONE) {
            return new Topic(error, topic.topicId(), List.of());
        }
        Leader[] leaders = new Leader[topic.partitions().size()];
        Arrays.fill(leaders, NOBODY);
        for (MetadataResponsePartition partition : topic.partitions()) {
            // Partition numbers have no gaps; one beyond the count would be an answer in mid-growth, told again next
            // time.
            if (partition.partitionIndex() < leaders.length) {
                leaders[partition.partitionIndex()] = new Leader(partition.leaderId(), partition.leaderEpoch());
            }
        }
        return new Topic(BrokerError.NONE, topic.topicId(), List.of(leaders));
    }
}
