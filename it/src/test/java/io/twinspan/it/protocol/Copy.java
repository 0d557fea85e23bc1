package io.twinspan.it.protocol;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import java.nio.ByteBuffer;
import java.util.List;

/** Copies a partition, one request at a time, as plainly as it can be done. Confined to the test's thread. */
final class Copy {
    private static final long PRODUCER_ID = 0x7abcdef123456789L;

    private Copy() {}

    /** Copies as many records of a partition, which has the same name on both sides. */
    static void partition(Asking asking, String name, int partition, int count) {
        Topology.Topic source = asking.topic(Side.SOURCE, name);
        Topology.Topic target = asking.topic(Side.TARGET, name);
        long offset = 0;
        int copied = 0;
        while (copied < count) {
            Fetched fetched = asking.fetching(
                            Asking.leader(Side.SOURCE, source, partition),
                            Asking.fetch(false, Asking.position(name, source.topicId(), partition, offset)))
                    .answer();
            for (Fetched.Partition part : fetched.partitions()) {
                check(part.error());
                for (ByteBuffer batch : Batches.cut(part.records(), offset)) {
                    offset = Batches.nextOffset(batch);
                    Batches.stamp(batch, PRODUCER_ID + partition, copied);
                    Appended appended = asking.appending(
                                    Asking.leader(Side.TARGET, target, partition),
                                    new Append(
                                            5_000, List.of(new Append.Entry(name, target.topicId(), partition, batch))))
                            .answer();
                    check(appended.partitions().get(0).error());
                    copied += Batches.records(batch);
                }
            }
            fetched.lease().release();
        }
    }

    private static void check(BrokerError error) {
        if (error != BrokerError.NONE) {
            throw new AssertionError("the broker answered " + error);
        }
    }
}
