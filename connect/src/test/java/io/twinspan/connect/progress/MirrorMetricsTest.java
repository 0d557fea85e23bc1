package io.twinspan.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneStats;
import io.twinspan.link.LinkStats;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.SourceSight;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.junit.jupiter.api.Test;

class MirrorMetricsTest {
    private static final LinkName LINK = new LinkName(new ClusterAlias("dc1"), new ClusterAlias("dc2"));

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void hasTheMBeansOfMirrorMaker2() throws Exception {
        var metrics = mirrorMetrics(true);
        var bean = new ObjectName(
                "kafka.connect.mirror:type=MirrorSourceConnector,source=dc1,target=dc2,topic=dc1.orders,partition=3");

        metrics.tick(1_000, () -> stats(10, 1_000, 40, 70));
        metrics.tick(1_500, () -> stats(15, 1_500, 1, 1));
        metrics.tick(2_000, () -> stats(30, 3_000, 20, 50));

        assertThat(Arrays.stream(beans.getMBeanInfo(bean).getAttributes()).map(MBeanAttributeInfo::getName))
                .containsExactlyInAnyOrder(
                        "record-count",
                        "record-rate",
                        "byte-count",
                        "byte-rate",
                        "record-age-ms",
                        "record-age-ms-max",
                        "record-age-ms-min",
                        "record-age-ms-avg",
                        "replication-latency-ms",
                        "replication-latency-ms-max",
                        "replication-latency-ms-min",
                        "replication-latency-ms-avg");
        assertThat(beans.getAttribute(bean, "record-count")).isEqualTo(30.0);
        assertThat(beans.getAttribute(bean, "byte-count")).isEqualTo(3_000.0);
        assertThat(beans.getAttribute(bean, "record-age-ms")).isEqualTo(20.0);
        assertThat(beans.getAttribute(bean, "replication-latency-ms-max")).isEqualTo(70.0);
        assertThat(beans.getAttribute(bean, "replication-latency-ms-min")).isEqualTo(50.0);
        assertThat(beans.getAttribute(bean, "replication-latency-ms-avg")).isEqualTo(60.0);
        metrics.close(Duration.ZERO);
        assertThat(beans.isRegistered(bean)).isFalse();
    }

    @Test
    void leavesOutTheSourceTagAsOlderVersionsDid() throws Exception {
        var metrics = mirrorMetrics(false);
        var bean = new ObjectName(
                "kafka.connect.mirror:type=MirrorSourceConnector,target=dc2,topic=dc1.orders,partition=3");

        metrics.tick(1_000, () -> stats(10, 1_000, 40, 70));

        assertThat(beans.getAttribute(bean, "record-count")).isEqualTo(10.0);
        metrics.close(Duration.ZERO);
    }

    @Test
    void countsOnWhenALinkBeginsAnew() throws Exception {
        var metrics = mirrorMetrics(true);
        var bean = new ObjectName(
                "kafka.connect.mirror:type=MirrorSourceConnector,source=dc1,target=dc2,topic=dc1.orders,partition=3");

        metrics.tick(1_000, () -> stats(10, 1_000, 40, 70));
        metrics.tick(2_000, () -> stats(4, 400, 40, 70));

        assertThat(beans.getAttribute(bean, "record-count")).isEqualTo(14.0);
        metrics.close(Duration.ZERO);
    }

    private static MirrorMetrics mirrorMetrics(boolean withSource) {
        return new MirrorMetrics(new CopyMetrics(
                LINK, List.of(MetricHome.legacy(List.of(new JmxReporter()), CopyMetrics.TYPE, withSource))));
    }

    private static LinkStats stats(long records, long bytes, long ageMs, long latencyMs) {
        var lane = new LaneStats(
                "orders",
                3,
                "dc1.orders",
                "COPYING",
                "",
                Cause.NONE,
                1,
                1,
                records,
                bytes,
                1,
                1,
                0,
                0,
                0,
                0,
                -1,
                0,
                ageMs,
                latencyMs,
                SourceSight.NONE,
                0);
        return new LinkStats(List.of(lane), 0, "", "");
    }
}
