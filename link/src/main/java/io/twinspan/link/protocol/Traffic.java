package io.twinspan.link.protocol;

/**
 * What went over the wire between the link and one cluster since the exchange was made. Immutable.
 *
 * @param requests requests sent, those that set up connections included
 * @param bytesIn bytes of complete answers
 * @param bytesOut bytes of requests
 */
public record Traffic(long requests, long bytesIn, long bytesOut) {}
