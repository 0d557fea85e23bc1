package io.twinspan.it.failover;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * A transaction that is open in a partition and that no coordinator knows. Stateless.
 *
 * <p>No client leaves one any more, so the request is written by hand: a batch of a transaction that was never announced, which a broker takes that
 * does not verify them ({@code transaction.partition.verification.enable = false}).
 */
final class ForgottenTransaction {
    /** The last version that names the topic, and does not announce the partition to the coordinator. */
    private static final short VERSION = 11;

    private static final long PRODUCER = 4_242_424_242L;

    private ForgottenTransaction() {}

    static void leave(KafkaCluster cluster, TopicPartition partition, String value) throws IOException {
        var records = MemoryRecords.withTransactionalRecords(
                Compression.NONE, PRODUCER, (short) 0, 0, new SimpleRecord(value.getBytes()));
        var data = new ProduceRequestData()
                .setTransactionalId("forgotten")
                .setAcks((short) -1)
                .setTimeoutMs(10_000);
        var topic = new ProduceRequestData.TopicProduceData().setName(partition.topic());
        topic.partitionData()
                .add(new ProduceRequestData.PartitionProduceData()
                        .setIndex(partition.partition())
                        .setRecords(records));
        data.topicData().add(topic);
        ByteBuffer request = new ProduceRequest(data, VERSION)
                .serializeWithHeader(new RequestHeader(ApiKeys.PRODUCE, VERSION, "forgotten", 1));
        Errors error = answer(cluster, request);
        if (error != Errors.NONE) {
            throw new IOException("the broker answers " + error);
        }
    }

    private static Errors answer(KafkaCluster cluster, ByteBuffer request) throws IOException {
        String[] address = cluster.directProperties()
                .get("bootstrap.servers")
                .split(",")[0]
                .split(":");
        try (var socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            byte[] bytes = new byte[request.remaining()];
            request.get(bytes);
            ByteBuffer length = ByteBuffer.allocate(4).putInt(0, bytes.length);
            socket.getOutputStream().write(length.array());
            socket.getOutputStream().write(bytes);
            var input = new DataInputStream(socket.getInputStream());
            ByteBuffer response = ByteBuffer.wrap(input.readNBytes(input.readInt()));
            // The correlation id, and no tagged fields.
            response.getInt();
            ByteUtils.readUnsignedVarint(response);
            return new ProduceResponse(new org.apache.kafka.common.message.ProduceResponseData(
                            new ByteBufferAccessor(response), VERSION))
                    .errorCounts().keySet().stream()
                            .filter(error -> error != Errors.NONE)
                            .findFirst()
                            .orElse(Errors.NONE);
        }
    }
}
