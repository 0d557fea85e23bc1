package io.twinspan.client.cluster;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a cluster's clients throw into errors for people. Immutable.
 *
 * @param prefix what stands before the names of the cluster's settings, as who reads the error writes them: {@code source.cluster.};
 *     empty in an application's own settings
 * @param alias the cluster's alias
 */
public record ClusterErrors(String prefix, String alias) {

    /** The value of a future, waited for no longer than {@code timeout}; any failure is explained. */
    public <T> T await(KafkaFuture<T> future, Duration timeout, String doing) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            throw explain(doing, e);
        } catch (ExecutionException e) {
            throw explain(doing, cause(e));
        }
    }

    /**
     * Why one answer of several failed, or null if it did not.
     *
     * @param answer null if the cluster left it out, which is a failure
     * @throws ReplicationException if the cluster as a whole does not answer, which is no single answer's failure
     */
    public @Nullable Throwable failure(@Nullable KafkaFuture<?> answer, Duration timeout) {
        if (answer == null) {
            return new IllegalStateException("the cluster's answer leaves it out");
        }
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            throw explain("waiting for the cluster", e);
        } catch (ExecutionException e) {
            Throwable why = cause(e);
            if (why instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw explain("waiting for the cluster", why);
            }
            return why;
        }
    }

    /** Why a future failed. */
    public static Throwable cause(Throwable thrown) {
        Throwable at = thrown;
        while ((at instanceof ExecutionException || at instanceof CompletionException) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    /** An error that says what failed, where, and what to do. */
    public ReplicationException explain(String doing, Throwable thrown) {
        Throwable why = cause(thrown);
        if (why instanceof ReplicationException known) {
            return known;
        }
        if (why instanceof SslAuthenticationException) {
            return misconfigured(
                    "ssl.truststore.location",
                    "TLS failed while " + doing + ": " + why.getMessage()
                            + ". Check the 'ssl.*' settings and the certificates.",
                    why);
        }
        if (why instanceof AuthenticationException) {
            return misconfigured(
                    "sasl.jaas.config",
                    "the cluster refused the credentials while " + doing + ": " + why.getMessage()
                            + ". Check 'sasl.mechanism' and 'sasl.jaas.config'.",
                    why);
        }
        if (why instanceof AuthorizationException) {
            return misconfigured(
                    "sasl.jaas.config",
                    "a permission is missing for " + doing + ": " + why.getMessage()
                            + ". Grant it to " + (prefix.isEmpty() ? "this client's" : "the link's") + " principal on "
                            + alias + ".",
                    why);
        }
        if (why instanceof ConfigException || why instanceof UnsupportedVersionException) {
            return misconfigured("bootstrap.servers", doing + " is not possible: " + why.getMessage(), why);
        }
        if (why instanceof KafkaException && why.getCause() instanceof ConfigException config) {
            return misconfigured("bootstrap.servers", doing + " is not possible: " + config.getMessage(), why);
        }
        return new TransientFailure(
                "Cluster " + alias + ": " + doing + " failed: " + why.getClass().getSimpleName()
                        + (why.getMessage() == null ? "" : ": " + why.getMessage())
                        + ". If it stays, check that '" + key("bootstrap.servers")
                        + "' names brokers that run and can be reached.",
                why);
    }

    private Misconfigured misconfigured(String key, String message, Throwable why) {
        return new Misconfigured(
                key(key),
                "Cluster " + alias + ": " + message + (prefix.isEmpty() ? "" : " (keys '" + prefix + "*')"),
                why);
    }

    private String key(String key) {
        return prefix + key;
    }
}
