package io.twinspan.testkit.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * One direction of one proxied connection: what was read and may not be written yet, in order.
 *
 * <p>Confined to the proxy's thread. Time is an argument.
 */
final class Flow {

    /** Enough for 50 ms of a gigabit; beyond it the sender feels back pressure, as it would on a real path. */
    private static final int MOST_HELD_BYTES = 8 << 20;

    /** Held bytes and when they may go. */
    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final SocketChannel from;
    private final SocketChannel to;
    private final Pace pace;
    private final ArrayDeque<Chunk> held = new ArrayDeque<>();
    private int heldBytes;
    private boolean ended;
    private boolean blocked;
    private boolean shut;
    private boolean silenced;

    Flow(SocketChannel from, SocketChannel to, Pace pace) {
        this.from = from;
        this.to = to;
        this.pace = pace;
    }

    boolean wantsRead() {
        return !ended && heldBytes < MOST_HELD_BYTES;
    }

    /** Whether only the receiver's full buffer keeps bytes back. */
    boolean wantsWrite() {
        return blocked;
    }

    boolean isDone() {
        return ended && held.isEmpty();
    }

    /** Takes in what the sender has to say. */
    void read(ByteBuffer buffer, long now, Faults faults, FaultCounters.Tally tally) throws IOException {
        buffer.clear();
        int count = from.read(buffer);
        if (count < 0) {
            // An end is a packet, too, and gets lost as well.
            ended = true;
            shut |= silenced;
            return;
        }
        if (count == 0 || shut || silenced) {
            return;
        }
        buffer.flip();
        if (faults.stalled) {
            tally.stalledBytes += count;
        }
        if (faults.delayNanos > 0) {
            tally.delayedBytes += count;
        }
        boolean straight = held.isEmpty() && faults.none();
        if (straight) {
            pace.count(to.write(buffer), tally);
        }
        if (buffer.hasRemaining()) {
            blocked = straight;
            ByteBuffer copy =
                    ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            heldBytes += copy.remaining();
            held.add(new Chunk(copy, now + faults.delayNanos));
        }
    }

    /** Writes all that is due; returns when the next is, or {@link Long#MAX_VALUE} if that is not a matter of time. */
    long write(long now, Faults faults, FaultCounters.Tally tally) throws IOException {
        blocked = false;
        while (!held.isEmpty() && !faults.stalled) {
            Chunk chunk = held.element();
            if (chunk.dueNanos() - now > 0) {
                return chunk.dueNanos();
            }
            long allowed = pace.allowedBytes(now, faults, chunk.bytes().remaining(), tally);
            if (allowed == 0) {
                return pace.nextNanos();
            }
            int limit = chunk.bytes().limit();
            chunk.bytes().limit(chunk.bytes().position() + (int) allowed);
            int written = to.write(chunk.bytes());
            chunk.bytes().limit(limit);
            heldBytes -= written;
            pace.spend(now, written, faults);
            pace.count(written, tally);
            if (!chunk.bytes().hasRemaining()) {
                held.remove();
            } else if (written < allowed) {
                blocked = true;
                return Long.MAX_VALUE;
            }
        }
        if (isDone() && !shut) {
            to.shutdownOutput();
            shut = true;
        }
        return Long.MAX_VALUE;
    }

    /** Loses all that is under way, and whatever still comes, without telling either side. */
    void silence() {
        silenced = true;
        held.clear();
        heldBytes = 0;
        blocked = false;
    }

    /** Ends this direction for the receiver; whatever the sender still says is dropped. */
    void shut() throws IOException {
        held.clear();
        heldBytes = 0;
        blocked = false;
        if (!shut) {
            shut = true;
            to.shutdownOutput();
        }
    }
}
