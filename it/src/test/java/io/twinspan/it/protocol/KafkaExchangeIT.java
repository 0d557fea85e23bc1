package io.twinspan.it.protocol;

import static io.twinspan.it.protocol.Asking.fetch;
import static io.twinspan.it.protocol.Asking.leader;
import static io.twinspan.it.protocol.Asking.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaExchangeIT {
    private static EmbeddedCluster dc1;
    private static EmbeddedCluster dc2;

    private Asking asking;

    @BeforeAll
    static void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
    }

    @AfterAll
    static void stopClusters() {
        dc1.close();
        dc2.close();
    }

    @BeforeEach
    void open() {
        asking = new Asking(dc1, dc2);
    }

    @AfterEach
    void allBuffersAreBack() {
        assertThat(asking.exchange.leasedBytes()).isZero();
        asking.close();
    }

    @Test
    void describesClusterTopicsAndLeaders() {
        dc1.createTopic("described", 3);

        Topology topology = asking.describing(Side.SOURCE, List.of("described", "absent", "wrong name"))
                .answer();

        assertThat(topology.clusterId()).isEqualTo(dc1.clusterId());
        assertThat(topology.topics().keySet()).isEqualTo(Set.of("described", "absent", "wrong name"));
        Topology.Topic topic = asking.topic(Side.SOURCE, "described");
        assertThat(topic.error()).isEqualTo(BrokerError.NONE);
        assertThat(topic.topicId()).isNotEqualTo(Uuid.ZERO_UUID);
        assertThat(topic.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.node()).isZero();
            assertThat(partition.epoch()).isNotNegative();
        });
        assertThat(asking.topic(Side.SOURCE, "absent").error()).isEqualTo(BrokerError.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(asking.topic(Side.SOURCE, "wrong name").error()).isEqualTo(BrokerError.INVALID_TOPIC);
        assertThat(asking.describing(Side.TARGET, List.of()).answer())
                .isEqualTo(new Topology(dc2.clusterId(), Map.of()));
    }

    @Test
    void carriesCompressedBatchesFromClusterToCluster() throws Exception {
        dc1.createTopic("carried", 2);
        dc2.createTopic("carried", 2);
        List<String> values = Records.values("a value that compresses quite well, number ", 5_000);
        Records.send(dc1.clientProperties(), "carried", 1, values);

        Copy.partition(asking, "carried", 1, values.size());

        assertThat(Records.read(dc2.clientProperties(), "carried", 1, values.size()))
                .isEqualTo(values);
        assertThat(asking.exchange.traffic(Side.SOURCE).bytesIn()).isGreaterThan(10_000);
        assertThat(asking.exchange.traffic(Side.TARGET).bytesOut()).isGreaterThan(10_000);
    }

    @Test
    void appendsToSeveralPartitionsInOneRequest() throws Exception {
        dc1.createTopic("spread", 3);
        dc2.createTopic("spread", 3);
        dc2.createTopic("beside", 1);
        Records.send(dc1.clientProperties(), "spread", 0, Records.values("v", 10));
        Topology.Topic source = asking.topic(Side.SOURCE, "spread");
        Topology.Topic target = asking.topic(Side.TARGET, "spread");
        Topology.Topic beside = asking.topic(Side.TARGET, "beside");
        Fetched fetched = asking.fetching(
                        leader(Side.SOURCE, source, 0), fetch(false, position("spread", source.topicId(), 0, 0)))
                .answer();
        ByteBuffer batch = Batches.cut(fetched.partitions().get(0).records(), 0).get(0);
        int records = Batches.records(batch);
        Batches.stamp(batch, 1L << 62, 0);

        List<Append.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            entries.add(new Append.Entry("spread", target.topicId(), i, batch));
        }
        entries.add(new Append.Entry("beside", beside.topicId(), 0, batch));
        entries.add(new Append.Entry("gone", Uuid.randomUuid(), 0, batch));
        Channel channel = leader(Side.TARGET, target, 0);
        Appended first = asking.appending(channel, new Append(5_000, entries)).answer();
        Appended again = asking.appending(channel, new Append(5_000, entries)).answer();
        fetched.lease().release();

        assertThat(first.partitions())
                .extracting(Appended.Partition::topic, Appended.Partition::partition, Appended.Partition::error)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("spread", 0, BrokerError.NONE),
                        org.assertj.core.groups.Tuple.tuple("spread", 1, BrokerError.NONE),
                        org.assertj.core.groups.Tuple.tuple("spread", 2, BrokerError.NONE),
                        org.assertj.core.groups.Tuple.tuple("beside", 0, BrokerError.NONE),
                        org.assertj.core.groups.Tuple.tuple("gone", 0, BrokerError.UNKNOWN_TOPIC_ID));
        assertThat(again.partitions())
                .filteredOn(partition -> partition.error() == BrokerError.NONE)
                .hasSize(4)
                .allSatisfy(partition -> assertThat(partition.baseOffset()).isZero());
        long end = dc2.admin()
                .listOffsets(Map.of(new TopicPartition("spread", 2), OffsetSpec.latest()))
                .partitionResult(new TopicPartition("spread", 2))
                .get()
                .offset();
        assertThat(end).isEqualTo(records);
    }

    @Test
    void sendsNoBatchThatCouldHarmTheTarget() {
        dc2.createTopic("guarded", 1);
        Topology.Topic target = asking.topic(Side.TARGET, "guarded");
        Append append =
                new Append(1_000, List.of(new Append.Entry("guarded", target.topicId(), 0, ByteBuffer.allocate(100))));

        assertThatThrownBy(() -> asking.appending(leader(Side.TARGET, target, 0), append))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("guarded-0");
    }

    /** A transaction that is open hides what comes behind it from readers, but not from who asks what is written. */
    @Test
    void findsTheEndOfWhatIsWritten() throws Exception {
        dc1.createTopic("written", 1);
        Records.send(dc1.clientProperties(), "written", 0, Records.values("v", 25));
        Topology.Topic topic = asking.topic(Side.SOURCE, "written");
        Topology.Leader leader = topic.partitions().get(0);
        Map<String, Object> config = new HashMap<>(dc1.clientProperties());
        config.put("transactional.id", "open");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("written", 0, null, new byte[1])).get();

            Channel channel = leader(Side.SOURCE, topic, 0);
            assertThat(end(channel, leader.epoch(), FindOffsets.Kind.NEXT)).isEqualTo(25);
            assertThat(end(channel, leader.epoch(), FindOffsets.Kind.WRITTEN)).isEqualTo(26);
        }
    }

    private long end(Channel channel, int epoch, FindOffsets.Kind kind) {
        FoundOffsets found = asking.finding(
                        channel, new FindOffsets(true, List.of(new FindOffsets.Query("written", 0, epoch, kind))))
                .answer();
        return found.partitions().get(0).offset();
    }

    @Test
    void findsTheFirstAndTheNextOffset() throws Exception {
        dc1.createTopic("found", 2);
        Records.send(dc1.clientProperties(), "found", 0, Records.values("v", 25));
        Topology.Topic topic = asking.topic(Side.SOURCE, "found");
        Channel channel = leader(Side.SOURCE, topic, 0);

        FoundOffsets next = asking.finding(
                        channel,
                        new FindOffsets(
                                true,
                                List.of(
                                        new FindOffsets.Query("found", 0, -1, FindOffsets.Kind.NEXT),
                                        new FindOffsets.Query("found", 1, -1, FindOffsets.Kind.NEXT),
                                        new FindOffsets.Query("found", 7, -1, FindOffsets.Kind.NEXT))))
                .answer();
        FoundOffsets first = asking.finding(
                        channel,
                        new FindOffsets(
                                true,
                                List.of(
                                        new FindOffsets.Query("found", 0, 0, FindOffsets.Kind.FIRST),
                                        new FindOffsets.Query("found", 1, 99, FindOffsets.Kind.FIRST))))
                .answer();

        assertThat(next.partitions())
                .containsExactlyInAnyOrder(
                        new FoundOffsets.Partition("found", 0, BrokerError.NONE, 25),
                        new FoundOffsets.Partition("found", 1, BrokerError.NONE, 0),
                        new FoundOffsets.Partition("found", 7, BrokerError.UNKNOWN_TOPIC_OR_PARTITION, -1));
        assertThat(first.partitions())
                .containsExactlyInAnyOrder(
                        new FoundOffsets.Partition("found", 0, BrokerError.NONE, 0),
                        new FoundOffsets.Partition("found", 1, BrokerError.UNKNOWN_LEADER_EPOCH, -1));
    }

    @Test
    void asksInASessionOnlyForWhatChanged() throws Exception {
        dc1.createTopic("session", 20);
        Records.send(dc1.clientProperties(), "session", 3, Records.values("early", 5));
        Topology.Topic topic = asking.topic(Side.SOURCE, "session");
        Channel channel = leader(Side.SOURCE, topic, 0);

        Fetched whole =
                asking.fetching(channel, fetch(true, positions(topic, 3, 0))).answer();
        whole.lease().release();
        untilQuiet(channel, topic);
        long sentBefore = asking.exchange.traffic(Side.SOURCE).bytesOut();
        Fetched idle =
                asking.fetching(channel, fetch(true, positions(topic, 3, 5))).answer();
        idle.lease().release();
        Fetched idler =
                asking.fetching(channel, fetch(true, positions(topic, 3, 5))).answer();
        idler.lease().release();
        long sentInSession = asking.exchange.traffic(Side.SOURCE).bytesOut() - sentBefore;
        Records.send(dc1.clientProperties(), "session", 7, Records.values("late", 5));
        Fetched late =
                asking.fetching(channel, fetch(true, positions(topic, 3, 5))).answer();
        late.lease().release();

        assertThat(whole.partitions()).hasSize(20);
        assertThat(idler.partitions()).isEmpty();
        assertThat(sentInSession).as("bytes of two requests").isLessThan(300);
        assertThat(late.partitions()).extracting(Fetched.Partition::partition).containsExactly(7);
    }

    /** A new topic's partitions get their leaders one after the other, and the session tells of each. */
    private void untilQuiet(Channel channel, Topology.Topic topic) {
        int told = 1;
        for (int i = 0; i < 20 && told > 0; i++) {
            Fetched fetched = asking.fetching(channel, fetch(true, positions(topic, 3, 5)))
                    .answer();
            fetched.lease().release();
            told = fetched.partitions().size();
        }
        assertThat(told).as("partitions that still change").isZero();
    }

    private static Fetch.Position[] positions(Topology.Topic topic, int moved, long to) {
        Fetch.Position[] positions = new Fetch.Position[topic.partitions().size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position("session", topic.topicId(), i, i == moved ? to : 0);
        }
        return positions;
    }

    @Test
    void passesOnWhatABrokerSaysOfAPartition() throws Exception {
        dc1.createTopic("said", 1);
        Records.send(dc1.clientProperties(), "said", 0, Records.values("v", 3));
        Topology.Topic topic = asking.topic(Side.SOURCE, "said");
        Channel channel = leader(Side.SOURCE, topic, 0);
        Uuid id = topic.topicId();

        assertThat(only(channel, position("said", id, 0, 99)).error()).isEqualTo(BrokerError.OFFSET_OUT_OF_RANGE);
        assertThat(only(channel, new Fetch.Position("said", id, 0, 0, 77, -1, 1_000))
                        .error())
                .isEqualTo(BrokerError.UNKNOWN_LEADER_EPOCH);
        assertThat(only(channel, position("said", Uuid.randomUuid(), 0, 0)).error())
                .isEqualTo(BrokerError.UNKNOWN_TOPIC_ID);
        Fetched.Partition byName = only(channel, position("said", Uuid.ZERO_UUID, 0, 0));
        assertThat(byName.error()).isEqualTo(BrokerError.NONE);
        assertThat(byName.highWatermark()).isEqualTo(3);
        Fetched.Partition diverging = only(channel, new Fetch.Position("said", id, 0, 9, 0, 0, 1_000));
        assertThat(diverging.divergence()).isEqualTo(new Fetched.Divergence(0, 3));
    }

    private Fetched.Partition only(Channel channel, Fetch.Position position) {
        Fetched fetched = asking.fetching(channel, fetch(false, position)).answer();
        fetched.lease().release();
        assertThat(fetched.partitions()).hasSize(1);
        return fetched.partitions().get(0);
    }

    @Test
    void tellsWhichTransactionsWereAborted() throws Exception {
        dc1.createTopic("aborted", 1);
        Map<String, Object> client = new HashMap<>(dc1.clientProperties());
        client.put("transactional.id", "aborting");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("aborted", "void"));
            producer.flush();
            producer.abortTransaction();
        }
        Topology.Topic topic = asking.topic(Side.SOURCE, "aborted");

        Fetched.Partition partition = only(
                leader(Side.SOURCE, topic, 0), new Fetch.Position("aborted", topic.topicId(), 0, 0, -1, -1, 1 << 20));

        assertThat(partition.aborted())
                .extracting(Fetched.AbortedTransaction::firstOffset)
                .containsExactly(0L);
    }

    @Test
    void failsAtOnceForABrokerNobodyKnows() {
        asking.describing(Side.SOURCE, List.of()).answer();

        Failure failure = asking.finding(
                        new Channel(Side.SOURCE, 42, 0),
                        new FindOffsets(true, List.of(new FindOffsets.Query("t", 0, -1, FindOffsets.Kind.NEXT))))
                .failure();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.DISCONNECTED);
        assertThat(failure.message()).contains("source broker 42/0");
    }

    @Test
    void refusesASecondFetchInASession() throws Exception {
        dc1.createTopic("single", 1);
        Topology.Topic topic = asking.topic(Side.SOURCE, "single");
        Channel channel = leader(Side.SOURCE, topic, 0);
        Fetch fetch = fetch(true, position("single", topic.topicId(), 0, 0));
        Asking.Outcome<Fetched> first = new Asking.Outcome<>();
        asking.exchange.fetch(channel, fetch, first);

        assertThatThrownBy(() -> asking.exchange.fetch(channel, fetch, new Asking.Outcome<>()))
                .isInstanceOf(IllegalStateException.class);

        asking.await(first);
        first.answer().lease().release();
    }
}
