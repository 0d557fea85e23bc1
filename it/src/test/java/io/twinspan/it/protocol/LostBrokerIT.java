package io.twinspan.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LostBrokerIT {

    @Test
    void failsWhileABrokerIsDownAndWorksWhenItIsBack() throws Exception {
        try (EmbeddedCluster dc1 = EmbeddedCluster.builder("dc1").start();
                EmbeddedCluster dc2 = EmbeddedCluster.builder("dc2").start();
                Asking asking = new Asking(dc1, dc2)) {
            dc1.createTopic("t", 1);
            Records.send(dc1.clientProperties(), "t", 0, Records.values("v", 10));
            Topology.Topic topic = asking.topic(Side.SOURCE, "t");
            Channel channel = Asking.leader(Side.SOURCE, topic, 0);
            Fetch all = Asking.fetch(true, Asking.position("t", topic.topicId(), 0, 0));
            asking.fetching(channel, all).answer().lease().release();
            Asking.Outcome<Fetched> held = new Asking.Outcome<>();
            asking.exchange.fetch(
                    channel,
                    new Fetch(true, true, 8_000, 1, 1_000, List.of(Asking.position("t", topic.topicId(), 0, 10))),
                    held);
            asking.exchange.poll(100);

            dc1.killBroker(0);
            asking.await(held);
            Failure down = asking.fetching(channel, all).failure();
            Failure unknown = asking.describing(Side.SOURCE, List.of("t")).failure();
            dc1.startBroker(0);
            Asking.Outcome<Topology> again;
            do {
                again = asking.describing(Side.SOURCE, List.of("t"));
            } while (!isAnswered(again));
            Fetched back = asking.fetching(channel, all).answer();
            int records = back.partitions().get(0).records().remaining();
            back.lease().release();

            assertThat(held.failure().kind()).isEqualTo(Failure.Kind.DISCONNECTED);
            assertThat(down.kind()).isEqualTo(Failure.Kind.DISCONNECTED);
            assertThat(down.message()).contains("source broker 0/0 at " + dc1.bootstrapServers());
            assertThat(unknown.kind()).isEqualTo(Failure.Kind.DISCONNECTED);
            assertThat(records).isPositive();
            assertThat(asking.exchange.leasedBytes()).isZero();
        }
    }

    private static boolean isAnswered(Asking.Outcome<?> outcome) {
        try {
            outcome.answer();
            return true;
        } catch (AssertionError failed) {
            return false;
        }
    }

    @Test
    void failsAllThatIsInFlightInOrderWhenTheConnectionIsCut() throws Exception {
        try (EmbeddedCluster dc1 = EmbeddedCluster.builder("dc1").proxied().start();
                Asking asking = new Asking(dc1, dc1)) {
            dc1.createTopic("t", 1);
            Records.send(dc1.clientProperties(), "t", 0, Records.values("v", 10));
            Topology.Topic topic = asking.topic(Side.TARGET, "t");
            Fetched fetched = asking.fetching(
                            Asking.leader(Side.SOURCE, asking.topic(Side.SOURCE, "t"), 0),
                            Asking.fetch(false, Asking.position("t", topic.topicId(), 0, 0)))
                    .answer();
            ByteBuffer batch =
                    Batches.cut(fetched.partitions().get(0).records(), 0).get(0);
            Batches.stamp(batch, 1L << 62, 0);
            Append append = new Append(5_000, List.of(new Append.Entry("t", topic.topicId(), 0, batch)));
            Channel channel = Asking.leader(Side.TARGET, topic, 0);
            asking.appending(channel, append).answer();

            dc1.proxy(0).stall();
            List<Asking.Outcome<Appended>> inFlight = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Asking.Outcome<Appended> outcome = new Asking.Outcome<>();
                inFlight.add(outcome);
                asking.exchange.append(channel, append, outcome);
                asking.exchange.poll(20);
            }
            assertThat(inFlight).noneMatch(Asking.Outcome::isDone);
            dc1.proxy(0).cut();
            asking.await(inFlight.get(0));
            dc1.proxy(0).heal();

            assertThat(inFlight)
                    .allSatisfy(outcome -> assertThat(outcome.failure().kind()).isEqualTo(Failure.Kind.DISCONNECTED));
            asking.appending(channel, append).answer();
            fetched.lease().release();
            assertThat(asking.exchange.leasedBytes()).isZero();
        }
    }

    @Test
    void turnsToTheNextBootstrapServerAndFindsAClusterAgainWhoseBrokersAllMoved() throws Exception {
        try (EmbeddedCluster dc1 = EmbeddedCluster.builder("dc1").start();
                EmbeddedCluster dc2 = EmbeddedCluster.builder("dc2").start()) {
            Map<String, String> client = new HashMap<>(dc1.clientProperties());
            client.put(
                    "bootstrap.servers",
                    "127.0.0.1:" + freePort() + "," + dc1.bootstrapServers() + "," + dc2.bootstrapServers());
            try (Asking asking = new Asking(client, dc2.clientProperties())) {
                Topology first = asking.describing(Side.SOURCE, List.of()).answer();
                dc1.killBroker(0);
                Topology second = asking.describing(Side.SOURCE, List.of()).answer();

                assertThat(first.clusterId()).isEqualTo(dc1.clusterId());
                assertThat(second.clusterId()).isEqualTo(dc2.clusterId());
            }
        }
    }

    @Test
    void saysThatNobodyIsThereWithoutWaitingLong() throws IOException {
        String nowhere = "127.0.0.1:" + freePort();
        Map<String, String> client = Map.of("bootstrap.servers", nowhere);
        try (Asking asking = new Asking(client, client)) {
            for (int i = 0; i < 3; i++) {
                Failure failure = asking.describing(Side.SOURCE, List.of()).failure();

                assertThat(failure.kind()).isEqualTo(Failure.Kind.DISCONNECTED);
                assertThat(failure.message()).contains("the source cluster at " + nowhere);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
