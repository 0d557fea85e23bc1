package io.twinspan.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.Kafka;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OlderBrokerIT {

    @Test
    void carriesRecordsFromKafka39AndBackToIt() throws Exception {
        try (ProcessCluster older = ProcessCluster.builder("older")
                        .kafka(Kafka.of(Path.of("../brokers-3.9/target/lib")))
                        .start();
                EmbeddedCluster newer = EmbeddedCluster.builder("newer").start()) {
            copies(older, newer, "there");
            copies(newer, older, "back");
        }
    }

    private static void copies(KafkaCluster from, KafkaCluster to, String name) throws Exception {
        from.createTopic(name, 1);
        to.createTopic(name, 1);
        List<String> values = Records.values("value ", 1_000);
        Records.send(from.clientProperties(), name, 0, values);

        try (Asking asking = new Asking(from, to)) {
            Copy.partition(asking, name, 0, values.size());
            Topology.Topic target = asking.topic(Side.TARGET, name);
            FoundOffsets found = asking.finding(
                            Asking.leader(Side.TARGET, target, 0),
                            new FindOffsets(true, List.of(new FindOffsets.Query(name, 0, -1, FindOffsets.Kind.NEXT))))
                    .answer();

            assertThat(found.partitions())
                    .extracting(FoundOffsets.Partition::offset)
                    .containsExactly(1_000L);
            assertThat(asking.exchange.leasedBytes()).isZero();
        }

        assertThat(Records.read(to.clientProperties(), name, 0, values.size())).isEqualTo(values);
    }
}
