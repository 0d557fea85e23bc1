package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.load.Batches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** A cluster on a test's bench, with short words for what a client asks of it. Confined to the test's thread. */
final class Bench {
    static final String TOPIC = "t";
    static final long PID = 0x7abcdef123456789L;

    private final SimWorld world = new SimWorld(1);
    private final SimCluster cluster;

    Bench(int brokers, TopicSettings settings) {
        cluster = new SimCluster(world, "dc", brokers, new SimPartition.ReplicationPace(5, 5));
        cluster.createTopic(TOPIC, settings);
        settle();
    }

    static Bench single() {
        return new Bench(1, TopicSettings.of(1, 1));
    }

    SimWorld world() {
        return world;
    }

    SimCluster cluster() {
        return cluster;
    }

    SimPartition partition() {
        return cluster.partition(TOPIC, 0);
    }

    void settle() {
        world.runFor(300);
    }

    /** {@code count} records whose content tells {@code first}, the number of the first one. */
    static SimpleRecord[] records(int first, int count) {
        var records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = new SimpleRecord(
                    1_700_000_000_000L + first + i, ("v" + (first + i)).getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    static byte[] batch(long producerId, int sequence, int count) {
        return Batches.idempotent(Compression.lz4().build(), producerId, sequence, records(sequence, count));
    }

    /** Appends at the leader, and waits for the answer. */
    Appended.Partition append(byte[] batch) {
        return append(partition().leader(), batch);
    }

    Appended.Partition append(int node, byte[] batch) {
        List<Appended.Partition> answers = send(node, batch, 1_000);
        world.runUntil(() -> !answers.isEmpty(), 2_000);
        return answers.get(0);
    }

    /** Appends, and gives a list that will hold the answer. */
    List<Appended.Partition> send(int node, byte[] batch, int timeoutMs) {
        var answers = new ArrayList<Appended.Partition>();
        var entry = new Append.Entry(TOPIC, Uuid.ZERO_UUID, 0, ByteBuffer.wrap(batch));
        cluster.append(node, new Append(timeoutMs, List.of(entry)), appended -> answers.addAll(appended.partitions()));
        return answers;
    }

    /** What the log answers to a batch of the usual producer: the error, and the offset if there is none. */
    String answerTo(int sequence, int count) {
        return said(append(batch(PID, sequence, count)));
    }

    static String said(Appended.Partition answer) {
        return answer.error() == BrokerError.NONE
                ? "NONE @" + answer.baseOffset()
                : answer.error().name();
    }

    long end() {
        return partition().committedEnd();
    }

    /** Reads at the leader, and waits. */
    FetchedPart fetch(long offset) {
        return fetch(offset, 1 << 20, true, -1);
    }

    FetchedPart fetch(long offset, int maxBytes, boolean readCommitted, int lastFetchedEpoch) {
        var position =
                new Fetch.Position(TOPIC, topicId(), 0, offset, partition().epoch(), lastFetchedEpoch, maxBytes);
        return fetch(partition().leader(), new Fetch(false, readCommitted, 0, 1, 1 << 20, List.of(position)));
    }

    FetchedPart fetch(int node, Fetch request) {
        var answers = new ArrayList<FetchedPart>();
        cluster.fetch(node, request, new FetchSession(), answers::addAll);
        world.runUntil(() -> !answers.isEmpty(), 5_000);
        return answers.get(0);
    }

    Uuid topicId() {
        SimTopic topic = cluster.topic(TOPIC);
        return topic == null ? Uuid.ZERO_UUID : topic.id();
    }
}
