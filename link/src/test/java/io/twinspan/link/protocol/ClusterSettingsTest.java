package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

    @Test
    void leavesTheReceiveBufferToTheKernelAndSendsByTheMegabyteUnlessTold() {
        ClusterSettings settings = read(Map.of("bootstrap.servers", "one:9092, [::1]:9093"));

        assertThat(settings.receiveBufferBytes()).isEqualTo(-1);
        assertThat(settings.sendBufferBytes()).isEqualTo(1 << 20);
        assertThat(settings.bootstrap()).containsExactly(new Address("one", 9092), new Address("::1", 9093));
        assertThat(settings.clientId()).isEqualTo("link-7");
        assertThat(settings.bootstrap().get(1)).hasToString("[::1]:9093");
    }

    @Test
    void takesWhatIsTold() {
        ClusterSettings settings = read(Map.of(
                "bootstrap.servers", "one:9092",
                "send.buffer.bytes", "4096",
                "receive.buffer.bytes", "8192",
                "request.timeout.ms", "1234",
                "client.id", "mine"));

        assertThat(settings.sendBufferBytes()).isEqualTo(4096);
        assertThat(settings.receiveBufferBytes()).isEqualTo(8192);
        assertThat(settings.requestTimeoutMs()).isEqualTo(1234);
        assertThat(settings.clientId()).isEqualTo("mine");
    }

    @Test
    void namesTheKeyThatIsMissingOrWrong() {
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers");
        assertThatThrownBy(() -> read(Map.of("bootstrap.servers", "no-port")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers")
                .hasMessageContaining("no-port");
        assertThatThrownBy(() -> read(Map.of("bootstrap.servers", "one:1", "security.protocol", "TLS")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("security.protocol");
    }

    private static ClusterSettings read(Map<String, ?> client) {
        return ClusterSettings.of(client, "link-7", Time.SYSTEM, new LogContext());
    }
}
