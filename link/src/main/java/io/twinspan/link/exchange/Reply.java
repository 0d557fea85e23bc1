package io.twinspan.link.exchange;

/**
 * Takes the one outcome of a request. Called on the link thread, from inside {@link Exchange#poll}; may send new requests.
 *
 * @param <A> the answer
 */
public interface Reply<A> {

    /** The broker answered. Errors that the broker reports are part of the answer. */
    void answered(A answer);

    /** No answer came or will come; for an append it is unknown whether the broker took it. */
    void failed(Failure failure);
}
