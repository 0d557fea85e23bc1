package io.twinspan.control.upkeep;

import io.twinspan.control.operation.Time;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;

/** Something that is done for a link again and again. Implementations are confined to one thread. */
public interface Duty extends AutoCloseable {
    /** What it is, for people: {@code drills of dc1->dc2}. */
    String name();

    /**
     * Looks whether it is due, and does it if it is, and if no other process does.
     *
     * @param time whose pauses end when the process is to end; then this ends soon, in order
     * @return how long to wait until it is worth looking again
     * @throws ReplicationException if a cluster does not answer, or refuses
     */
    Duration attend(Time time);

    @Override
    void close();
}
