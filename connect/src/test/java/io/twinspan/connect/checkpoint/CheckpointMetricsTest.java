package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.connect.progress.MetricHome;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.JmxReporter;
import org.junit.jupiter.api.Test;

/** The MBeans of checkpoints, each with the values of its own group and partition. */
class CheckpointMetricsTest {
    private static final LinkName LINK = new LinkName(new ClusterAlias("dc1"), new ClusterAlias("dc2"));

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void showsEachGroupItsOwnLatency() throws Exception {
        var metrics = new CheckpointMetrics(
                LINK, List.of(MetricHome.legacy(List.of(new JmxReporter()), CheckpointMetrics.TYPE, true)));

        metrics.stored(checkpoint("slow"), 500);
        metrics.stored(checkpoint("quick"), 5);
        metrics.stored(checkpoint("quick"), 15);

        assertThat(beans.getAttribute(bean("slow"), "checkpoint-latency-ms")).isEqualTo(500.0);
        assertThat(beans.getAttribute(bean("quick"), "checkpoint-latency-ms")).isEqualTo(15.0);
        assertThat(beans.getAttribute(bean("quick"), "checkpoint-latency-ms-avg"))
                .isEqualTo(10.0);
        assertThat(beans.getAttribute(bean("quick"), "checkpoint-latency-ms-min"))
                .isEqualTo(5.0);
        assertThat(beans.getAttribute(bean("quick"), "checkpoint-latency-ms-max"))
                .isEqualTo(15.0);
        metrics.close();
        assertThat(beans.isRegistered(bean("quick"))).isFalse();
    }

    private static ObjectName bean(String group) throws Exception {
        return new ObjectName("kafka.connect.mirror:type=MirrorCheckpointConnector,source=dc1,target=dc2,group=" + group
                + ",topic=dc1.orders,partition=1");
    }

    private static Checkpoint checkpoint(String group) {
        return new Checkpoint(group, new TopicPartition("dc1.orders", 1), 7, 7, "");
    }
}
