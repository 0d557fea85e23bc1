package io.twinspan.bench.faults.scene;

import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.fault.FaultProxy;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What stands in for a line where nobody may make namespaces: a proxy in front of each source broker, on loopback. It cannot lose
 * packets, which TCP would repeat; it is slow instead. Confined to one thread.
 */
final class ProxyLine implements Line {
    /** What a repeated packet costs, about: a share of a second in which nothing behind it gets through. */
    private static final long DELAY_MS_EACH_PERCENT = 10;

    private static final long BYTES_PER_SECOND = 4 << 20;

    private final ProcessCluster source;

    ProxyLine(ProcessCluster source) {
        this.source = source;
    }

    private void each(Consumer<FaultProxy> action) {
        source.brokerIds().forEach(id -> action.accept(source.proxy(id)));
    }

    @Override
    public String description() {
        return "proxies on loopback in front of the source's brokers, in place of a line (loss: delayed and throttled)";
    }

    @Override
    public void cut() {
        each(FaultProxy::stall);
    }

    @Override
    public void mend() {
        each(FaultProxy::heal);
    }

    @Override
    public void lose(double percent) {
        if (percent == 0) {
            mend();
            return;
        }
        each(proxy -> {
            proxy.delay(Duration.ofMillis(Math.round(percent * DELAY_MS_EACH_PERCENT)));
            proxy.throttle(BYTES_PER_SECOND);
        });
    }

    @Override
    public void forget() {
        each(FaultProxy::silence);
    }
}
