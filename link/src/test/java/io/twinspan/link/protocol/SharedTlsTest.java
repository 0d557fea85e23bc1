package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTlsTest {
    private static final String PASSWORD = "store-secret";

    @TempDir
    private Path directory;

    @Test
    void clientsWithTheSameSettingsShare() throws Exception {
        Path store = store("a.p12", 1);
        SharedTls one = configured(settings(store));
        SharedTls other = configured(settings(store));

        assertThat(other.truststore()).isNotNull().isSameAs(one.truststore());
        one.close();
        assertThat(other.createClientSslEngine("broker", 9093, "https").getPeerHost())
                .as("it goes on without the one that was closed")
                .isEqualTo("broker");
    }

    @Test
    void clientsWithOtherSettingsDoNot() throws Exception {
        Path store = store("a.p12", 1);
        SharedTls one = configured(settings(store));
        Map<String, Object> strict = settings(store);
        strict.put("ssl.enabled.protocols", "TLSv1.3");

        assertThat(configured(settings(store("b.p12", 1))).truststore()).isNotSameAs(one.truststore());
        assertThat(configured(strict).truststore()).isNotSameAs(one.truststore());
    }

    @Test
    void aStoreThatWasRenewedIsReadAnew() throws Exception {
        Path store = store("a.p12", 1);
        SharedTls before = configured(settings(store));

        Files.setLastModifiedTime(store("a.p12", 2), FileTime.fromMillis(1));
        SharedTls after = configured(settings(store));

        assertThat(before.truststore().size()).isEqualTo(1);
        assertThat(after.truststore().size()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsKafkasErrorAndTriedAgain() throws Exception {
        Path store = directory.resolve("late.p12");
        Map<String, Object> settings = settings(store);

        assertThatThrownBy(() -> configured(settings)).isInstanceOf(KafkaException.class);
        store("late.p12", 1);
        assertThat(configured(settings).truststore()).isNotNull();
    }

    @Test
    void onlyClientsThatUseTlsWithoutAFactoryOfTheirOwnAreTold() {
        for (String protocol : new String[] {"SSL", "SASL_SSL", "sasl_ssl"}) {
            Map<String, Object> client = new HashMap<>(Map.of("security.protocol", protocol));
            SharedTls.use(client);
            assertThat(client).as(protocol).containsEntry("ssl.engine.factory.class", SharedTls.class);
        }
        Map<String, Object> own = new HashMap<>(Map.of(
                "security.protocol", "SSL", "ssl.engine.factory.class", DefaultSslEngineFactory.class.getName()));
        Map<String, Object> before = Map.copyOf(own);
        SharedTls.use(own);
        assertThat(own).isEqualTo(before);
        Map<String, Object> plain = new HashMap<>(Map.of("security.protocol", "SASL_PLAINTEXT"));
        SharedTls.use(plain);
        assertThat(plain).hasSize(1);
        Map<String, Object> silent = new HashMap<>();
        SharedTls.use(silent);
        assertThat(silent).isEmpty();
    }

    private static SharedTls configured(Map<String, Object> settings) {
        var shared = new SharedTls();
        shared.configure(new AdminClientConfig(settings).values());
        return shared;
    }

    private static Map<String, Object> settings(Path store) {
        return new HashMap<>(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SSL",
                "ssl.truststore.location", store.toString(),
                "ssl.truststore.password", PASSWORD,
                "ssl.truststore.type", "PKCS12"));
    }

    /** A store that trusts so many of those whom the JDK trusts. */
    private Path store(String name, int certificates) throws Exception {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init((KeyStore) null);
        X509Certificate[] all = ((X509TrustManager) trusted.getTrustManagers()[0]).getAcceptedIssuers();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates; i++) {
            store.setCertificateEntry("trusted-" + i, all[i]);
        }
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
