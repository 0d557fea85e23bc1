package io.twinspan.testkit.fault;

/**
 * What a {@link FaultProxy} has done since it started.
 *
 * <p>Immutable.
 *
 * @param accepted connections let through to the broker
 * @param refused connections reset because the proxy was told to refuse
 * @param unreachable connections reset because the broker did not answer
 * @param cut connections reset by {@link FaultProxy#cut} or {@link FaultProxy#refuse}
 * @param halfClosed connections whose way to the client was shut by {@link FaultProxy#halfClose}
 * @param silenced connections whose bytes were lost from {@link FaultProxy#silence} on
 * @param stalledBytes bytes that arrived while the proxy was stalled and were held
 * @param delayedBytes bytes that were held for the delay
 * @param throttledBytes bytes that had to wait for the rate limit
 * @param bytesToBroker bytes forwarded to the broker
 * @param bytesToClient bytes forwarded to the client
 */
public record FaultCounters(
        long accepted,
        long refused,
        long unreachable,
        long cut,
        long halfClosed,
        long silenced,
        long stalledBytes,
        long delayedBytes,
        long throttledBytes,
        long bytesToBroker,
        long bytesToClient) {

    /** All counters by name, mutable, for the one thread that counts. Confined to the proxy's thread. */
    static final class Tally {
        long accepted;
        long refused;
        long unreachable;
        long cut;
        long halfClosed;
        long silenced;
        long stalledBytes;
        long delayedBytes;
        long throttledBytes;
        long bytesToBroker;
        long bytesToClient;

        FaultCounters snapshot() {
            return new FaultCounters(
                    accepted,
                    refused,
                    unreachable,
                    cut,
                    halfClosed,
                    silenced,
                    stalledBytes,
                    delayedBytes,
                    throttledBytes,
                    bytesToBroker,
                    bytesToClient);
        }
    }
}
