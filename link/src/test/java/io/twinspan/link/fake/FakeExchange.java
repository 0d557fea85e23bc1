package io.twinspan.link.fake;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** An exchange that keeps what it is asked until the test answers; its clock stands still unless it is told. Confined to one thread. */
public final class FakeExchange implements Exchange {
    private final List<Call<Side, Topology>> describes = new ArrayList<>();
    private final List<Call<Fetch, Fetched>> fetches = new ArrayList<>();
    private final List<Call<Append, Appended>> appends = new ArrayList<>();
    private final List<Call<FindOffsets, FoundOffsets>> finds = new ArrayList<>();
    private final Deque<Runnable> arrived = new ArrayDeque<>();
    private long nowMs = 1_000_000;
    private long leasedBytes;
    private boolean closed;

    /** Something that was asked, and who waits for it. Immutable. */
    public record Call<Q, R>(Channel channel, Q request, Reply<R> reply) {}

    @Override
    public void describe(Side side, Collection<String> topics, Reply<Topology> reply) {
        describes.add(new Call<>(new Channel(side, -1, 0), side, reply));
    }

    @Override
    public void fetch(Channel channel, Fetch request, Reply<Fetched> reply) {
        fetches.add(new Call<>(channel, request, reply));
    }

    @Override
    public void append(Channel channel, Append request, Reply<Appended> reply) {
        appends.add(new Call<>(channel, request, reply));
    }

    @Override
    public void findOffsets(Channel channel, FindOffsets request, Reply<FoundOffsets> reply) {
        finds.add(new Call<>(channel, request, reply));
    }

    /** Describes that wait for their answer. */
    public List<Call<Side, Topology>> describes() {
        return describes;
    }

    /** Fetches that wait for their answer. */
    public List<Call<Fetch, Fetched>> fetches() {
        return fetches;
    }

    /** The only fetch that waits on this side, taken for its answer. */
    public Call<Fetch, Fetched> onlyFetch(Side side) {
        List<Call<Fetch, Fetched>> found =
                fetches.stream().filter(call -> call.channel().side() == side).toList();
        if (found.size() != 1) {
            throw new AssertionError("there are " + found.size() + " fetches on side " + side + ", not one");
        }
        fetches.remove(found.get(0));
        return found.get(0);
    }

    /** Appends that wait for their answer. */
    public List<Call<Append, Appended>> appends() {
        return appends;
    }

    /** Questions for offsets that wait for their answer. */
    public List<Call<FindOffsets, FoundOffsets>> finds() {
        return finds;
    }

    /** Has an answer arrive with the next poll. */
    public <R> void answer(Call<?, R> call, R answer) {
        forget(call);
        arrived.add(() -> call.reply().answered(answer));
    }

    /** Has a failure arrive with the next poll. */
    public void fail(Call<?, ?> call, Failure failure) {
        forget(call);
        arrived.add(() -> call.reply().failed(failure));
    }

    private void forget(Call<?, ?> call) {
        describes.remove(call);
        fetches.remove(call);
        appends.remove(call);
        finds.remove(call);
    }

    /** A lease that counts among {@link #leasedBytes} until it is released. */
    public FakeLease lease(int bytes) {
        leasedBytes += bytes;
        return new FakeLease(bytes, () -> leasedBytes -= bytes);
    }

    @Override
    public void poll(long timeoutMs) {
        if (arrived.isEmpty()) {
            nowMs += timeoutMs;
        }
        while (!arrived.isEmpty()) {
            arrived.remove().run();
        }
    }

    @Override
    public void wakeup() {}

    /** Lets time pass. */
    public void pass(long ms) {
        nowMs += ms;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public long leasedBytes() {
        return leasedBytes;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
