package io.twinspan.testkit.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of one cluster, made when the cluster is built: PKCS12 key stores for brokers and clients, and
 * the trust store that accepts them.
 *
 * <p>Thread-safe: a store is written once and then only read.
 */
final class Certificates {

    static final String PASSWORD = "store-secret";
    private static final Duration LIFETIME = Duration.ofDays(2);

    private final Path directory;
    private final KeyPair authorityKey;
    private final X509Certificate authority;
    private final Path trustStore;
    private final AtomicLong serial = new AtomicLong(1);
    private final Map<String, Path> keyStores = new ConcurrentHashMap<>();

    Certificates(Path directory) {
        this.directory = directory;
        try {
            authorityKey = newKey();
            authority = sign("twinspan-test-authority", authorityKey, true);
            trustStore = directory.resolve("trust.p12");
            KeyStore store = emptyStore();
            store.setCertificateEntry("authority", authority);
            write(store, trustStore);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make the test certificate authority in " + directory, e);
        }
    }

    /** What makes a server or client trust every certificate of this authority. */
    Map<String, String> trustProperties() {
        return Map.of(
                "ssl.truststore.location",
                trustStore.toString(),
                "ssl.truststore.password",
                PASSWORD,
                "ssl.truststore.type",
                "PKCS12");
    }

    /** What makes a server or client prove that it is {@code commonName}. */
    Map<String, String> identityProperties(String commonName) {
        Path store = keyStores.computeIfAbsent(commonName, this::issue);
        return Map.of(
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.key.password",
                PASSWORD,
                "ssl.keystore.type",
                "PKCS12");
    }

    private Path issue(String commonName) {
        try {
            KeyPair key = newKey();
            X509Certificate certificate = sign(commonName, key, false);
            KeyStore store = emptyStore();
            store.setKeyEntry(
                    commonName, key.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate, authority});
            Path file = directory.resolve(commonName + ".p12");
            write(store, file);
            return file;
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot issue a test certificate for " + commonName, e);
        }
    }

    private X509Certificate sign(String commonName, KeyPair subject, boolean isAuthority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=twinspan-test-authority"),
                BigInteger.valueOf(serial.getAndIncrement()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFETIME)),
                new X500Name("CN=" + commonName),
                subject.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        if (!isAuthority) {
            GeneralName[] names = {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
            };
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        // Elliptic curves: a key takes a millisecond where an RSA key takes a good part of a second.
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void write(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
