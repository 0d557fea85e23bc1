package io.twinspan.link.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients of one process that have the same TLS settings share what Kafka's own factory makes of them, for use as
 * {@code ssl.engine.factory.class}. Thread-safe.
 *
 * <p>Without it, each client reads the stores anew, which takes 20,000 rounds of SHA-256 where they are PKCS12 (measured: a third of the
 * processor time of a failover, which has a dozen clients), and never resumes a session of another.
 *
 * <p>Implementation note. A store that was changed on disk is another setting, as it would be for a new client. What is not used any more is
 * kept: that is one entry for each renewal of a certificate.
 */
public final class SharedTls implements SslEngineFactory {
    private static final Map<Map<String, Object>, DefaultSslEngineFactory> KNOWN = new ConcurrentHashMap<>();
    private static final List<String> FILES =
            List.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);

    private @Nullable DefaultSslEngineFactory shared;

    /** Makes one that knows no settings yet; Kafka calls it. */
    public SharedTls() {}

    /** Has clients with these settings share, if they use TLS and have no factory of their own. */
    public static void use(Map<String, Object> client) {
        Object protocol = client.get("security.protocol");
        if (protocol != null && protocol.toString().toUpperCase(Locale.ROOT).endsWith("SSL")) {
            client.putIfAbsent(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SharedTls.class);
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        shared = KNOWN.computeIfAbsent(settings(configs), unused -> {
            var factory = new DefaultSslEngineFactory();
            factory.configure(configs);
            return factory;
        });
    }

    private static Map<String, Object> settings(Map<String, ?> configs) {
        var settings = new HashMap<String, Object>();
        configs.forEach((key, value) -> {
            if (key.startsWith("ssl.") && value != null) {
                settings.put(key, value);
            }
        });
        for (String key : FILES) {
            Object file = configs.get(key);
            if (file != null) {
                settings.put(key + " on disk", stamp(Path.of(file.toString())));
            }
        }
        return settings;
    }

    private static List<Object> stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            // Who reads it says so better.
            return List.of();
        }
    }

    private DefaultSslEngineFactory shared() {
        DefaultSslEngineFactory known = shared;
        if (known == null) {
            throw new IllegalStateException("configure() was not called");
        }
        return known;
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        return shared().createClientSslEngine(peerHost, peerPort, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return shared().createServerSslEngine(peerHost, peerPort);
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return shared().shouldBeRebuilt(nextConfigs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return shared().reconfigurableConfigs();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return shared().keystore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return shared().truststore();
    }

    /** Closes nothing: others may use it. */
    @Override
    public void close() {
        shared = null;
    }
}
