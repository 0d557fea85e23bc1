package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.upkeep.Tally;
import io.twinspan.model.name.LinkName;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Drills and verification are seen from outside. */
class UpkeepMetricsTest {
    @Test
    void aLinkHasAnMBeanAsLongAsItIsKeptUp() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        var name = new ObjectName("twinspan:type=upkeep,source=here,target=there");
        try (var metrics = new UpkeepMetrics(LinkName.parse("here->there"), new Tally(), Clock.systemUTC())) {
            assertThat(metrics).isNotNull();
            assertThat(Stream.of(server.getMBeanInfo(name).getAttributes()).map(MBeanAttributeInfo::getName))
                    .containsExactlyInAnyOrder(
                            "last-drill-age-seconds",
                            "last-drill-ok",
                            "last-drill-success-age-seconds",
                            "verified-records",
                            "differences");
            assertThat(server.getAttribute(name, "last-drill-age-seconds")).isEqualTo(-1L);
            assertThat(server.getAttribute(name, "differences")).isEqualTo(0L);
        }

        assertThat(server.isRegistered(name)).isFalse();
    }
}
