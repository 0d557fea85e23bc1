package io.twinspan.testkit.cluster;

/**
 * How clients reach a cluster. Brokers talk to each other and to the controller over a plaintext listener of their own.
 *
 * <p>Immutable.
 */
public enum Security {
    /** No encryption, no identity. */
    PLAINTEXT("PLAINTEXT"),
    /** TLS; a client is who its certificate says (mutual TLS is required). */
    MUTUAL_TLS("SSL"),
    /** TLS, and a client logs in by PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER (unsecured tokens). */
    SASL_SSL("SASL_SSL");

    private final String protocol;

    Security(String protocol) {
        this.protocol = protocol;
    }

    /** The value of {@code security.protocol}. */
    public String protocol() {
        return protocol;
    }

    /** Whether a client has a name, which is what an authorizer needs. */
    public boolean namesPrincipals() {
        return this != PLAINTEXT;
    }
}
