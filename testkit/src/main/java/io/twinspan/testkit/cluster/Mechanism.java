package io.twinspan.testkit.cluster;

/**
 * A SASL mechanism that a {@link Security#SASL_SSL} cluster accepts, and how a client or a broker is configured for it.
 *
 * <p>Immutable.
 */
public enum Mechanism {
    /** User and password, sent as they are inside TLS. */
    PLAIN("PLAIN") {
        @Override
        String clientJaas(String user, String password) {
            return PLAIN_MODULE + " required username=\"" + user + "\" password=\"" + password + "\";";
        }
    },
    /** Salted challenge and response, SHA-256. */
    SCRAM_SHA_256("SCRAM-SHA-256") {
        @Override
        String clientJaas(String user, String password) {
            return SCRAM_MODULE + " required username=\"" + user + "\" password=\"" + password + "\";";
        }
    },
    /** Salted challenge and response, SHA-512. */
    SCRAM_SHA_512("SCRAM-SHA-512") {
        @Override
        String clientJaas(String user, String password) {
            return SCRAM_SHA_256.clientJaas(user, password);
        }
    },
    /** A bearer token that the client signs with nothing: for tests of the path, not of the token. */
    OAUTHBEARER("OAUTHBEARER") {
        @Override
        String clientJaas(String user, String password) {
            return OAUTH_MODULE + " required unsecuredLoginStringClaim_sub=\"" + user + "\";";
        }
    };

    static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";
    static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
    static final String OAUTH_MODULE = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    private final String saslName;

    Mechanism(String saslName) {
        this.saslName = saslName;
    }

    /** The value of {@code sasl.mechanism}. */
    public String saslName() {
        return saslName;
    }

    abstract String clientJaas(String user, String password);
}
