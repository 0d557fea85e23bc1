package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** An {@link Append} as a Produce request. Its batches go to the socket from where they lie. Confined to the link thread. */
final class AppendCall extends Call<Appended> {
    private static final short LAST_BY_NAME = 12;
    private static final short ALL_REPLICAS = -1;

    private final Append request;

    private AppendCall(Append request, long timeoutMs, Reply<Appended> reply) {
        super(ApiKeys.PRODUCE, timeoutMs, reply);
        this.request = request;
    }

    /** A call that appends one batch to each partition. */
    static AppendCall of(Append request, long timeoutMs, Reply<Appended> reply) {
        for (Append.Entry entry : request.entries()) {
            BatchGuard.check(entry);
        }
        return new AppendCall(request, timeoutMs, reply);
    }

    /**
     * A call that appends nothing: brokers look at the permission first, and then refuse to append no batch (INVALID_RECORD; measured on
     * 3.9.1 to 4.3.1).
     */
    static AppendCall ofNothing(Append request, long timeoutMs, Reply<Appended> reply) {
        for (Append.Entry entry : request.entries()) {
            if (entry.batch().hasRemaining()) {
                throw new IllegalArgumentException("what only asks for the permission must append nothing");
            }
        }
        return new AppendCall(request, timeoutMs, reply);
    }

    @Override
    short latestVersion() {
        for (Append.Entry entry : request.entries()) {
            if (entry.topicId().equals(Uuid.ZERO_UUID)) {
                return LAST_BY_NAME;
            }
        }
        return super.latestVersion();
    }

    @Override
    ApiMessage message(short version) {
        ProduceRequestData data = new ProduceRequestData().setAcks(ALL_REPLICAS).setTimeoutMs(request.timeoutMs());
        for (Append.Entry entry : request.entries()) {
            TopicProduceData topic = data.topicData().find(entry.topic(), entry.topicId());
            if (topic == null) {
                topic = new TopicProduceData().setName(entry.topic()).setTopicId(entry.topicId());
                data.topicData().add(topic);
            }
            // A slice, since the size on the wire is the buffer's limit. Nothing is copied: the buffer itself is
            // written.
            MemoryRecords records = MemoryRecords.readableRecords(entry.batch().slice());
            topic.partitionData()
                    .add(new PartitionProduceData().setIndex(entry.partition()).setRecords(records));
        }
        return data;
    }

    @Override
    Appended read(ByteBufferAccessor body, short version, Lease lease) {
        ProduceResponseData data = new ProduceResponseData(body, version);
        throttled(data.throttleTimeMs());
        List<Appended.Partition> partitions = new ArrayList<>(request.entries().size());
        for (TopicProduceResponse topic : data.responses()) {
            String name = version > LAST_BY_NAME ? nameOf(topic.topicId()) : topic.name();
            for (PartitionProduceResponse partition : topic.partitionResponses()) {
                partitions.add(new Appended.Partition(
                        name,
                        partition.index(),
                        BrokerError.of(partition.errorCode()),
                        partition.baseOffset(),
                        partition.logStartOffset(),
                        message(partition)));
            }
        }
        if (partitions.size() != request.entries().size()) {
            throw new IllegalStateException("it tells of " + partitions.size() + " partitions, but "
                    + request.entries().size() + " were appended to");
        }
        return new Appended(partitions);
    }

    private String nameOf(Uuid topicId) {
        for (Append.Entry entry : request.entries()) {
            if (entry.topicId().equals(topicId)) {
                return entry.topic();
            }
        }
        throw new IllegalStateException("it tells of topic id " + topicId + ", which was not appended to");
    }

    private static @Nullable String message(PartitionProduceResponse partition) {
        StringBuilder message = new StringBuilder();
        if (partition.errorMessage() != null) {
            message.append(partition.errorMessage());
        }
        if (!partition.recordErrors().isEmpty()) {
            String first = partition.recordErrors().get(0).batchIndexErrorMessage();
            if (first != null) {
                message.append(message.isEmpty() ? "" : "; ").append(first);
            }
        }
        return message.isEmpty() ? null : message.toString();
    }
}
