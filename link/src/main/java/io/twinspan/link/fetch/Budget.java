package io.twinspan.link.fetch;

import io.twinspan.link.exchange.Exchange;

/**
 * Bounds what a link has in memory and how fast it reads. Counts leased buffers, not queued bytes, since a buffer stays whole
 * until its last batch is acknowledged. Confined to the link thread.
 */
public final class Budget {
    private final Exchange exchange;
    private final long memoryBytes;
    private final long rateBytes;
    private long expected;
    private double debtBytes;
    private long paidMs;

    /** @param rateBytes bytes a second, {@link Long#MAX_VALUE} for no bound */
    public Budget(Exchange exchange, long memoryBytes, long rateBytes) {
        this.exchange = exchange;
        this.memoryBytes = memoryBytes;
        this.rateBytes = rateBytes;
    }

    /** Whether an answer of this size may be asked for now; always, if nothing is leased or expected. */
    boolean allows(int bytes, long nowMs) {
        long held = exchange.leasedBytes() + expected;
        return waitMs(nowMs) == 0 && (held == 0 || held + bytes <= memoryBytes);
    }

    void expect(int bytes) {
        expected += bytes;
    }

    /** An answer came, or will not. */
    void received(int expectedBytes, int bytes, long nowMs) {
        expected -= expectedBytes;
        if (rateBytes != Long.MAX_VALUE) {
            pay(nowMs);
            debtBytes += bytes;
        }
    }

    /** How long to wait until the rate allows the next read; 0 if it does. */
    public long waitMs(long nowMs) {
        if (rateBytes == Long.MAX_VALUE) {
            return 0;
        }
        pay(nowMs);
        return debtBytes <= 0 ? 0 : (long) Math.ceil(debtBytes * 1000 / rateBytes);
    }

    private void pay(long nowMs) {
        debtBytes = Math.max(0, debtBytes - (nowMs - paidMs) * (double) rateBytes / 1000);
        paidMs = nowMs;
    }
}
