package io.twinspan.link.exchange;

/**
 * Why a request got no answer. Immutable.
 *
 * @param message for people: which broker, what happened, and what to do; never a secret
 */
public record Failure(Kind kind, String message) {

    /** The kinds of failure. */
    public enum Kind {
        /** The connection could not be made, or was lost. */
        DISCONNECTED,
        /** No answer in time. */
        TIMED_OUT,
        /** TLS or SASL refused us; trying again is useless until somebody changes something, but harmless. */
        AUTHENTICATION,
        /** The broker speaks no version of the request that we speak. */
        UNSUPPORTED
    }
}
