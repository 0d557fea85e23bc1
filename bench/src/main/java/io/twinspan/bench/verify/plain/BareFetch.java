package io.twinspan.bench.verify.plain;

import io.twinspan.bench.verify.plain.FetchBytes.Cursor;
import io.twinspan.bench.verify.plain.FetchBytes.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fetches partitions of a topic from their first offset to their end over one connection: request, answer, request. Answers are read into one buffer outside of the
 * heap, each over the one before. No checksum is computed, and nothing is unpacked. Confined to one thread.
 */
final class BareFetch implements Part {
    private static final String CLIENT = "bench-fetch";
    private static final int REQUEST_BYTES = 1 << 16;

    /** A broker gives a whole batch, however small the bound. */
    private static final int SPARE_BYTES = 2 << 20;

    private final InetSocketAddress broker;
    private final String topic;
    private final Cursor[] cursors;
    private final Limits limits;
    private ByteBuffer buffer;
    private @Nullable SocketChannel channel;

    /**
     * A read to be.
     *
     * @param bootstrap host and port of the only broker, which leads every partition
     */
    BareFetch(String bootstrap, String topic, List<Integer> partitions, int answerBytes) {
        int colon = bootstrap.lastIndexOf(':');
        this.broker =
                new InetSocketAddress(bootstrap.substring(0, colon), Integer.parseInt(bootstrap.substring(colon + 1)));
        this.topic = topic;
        this.cursors = partitions.stream().map(Cursor::new).toArray(Cursor[]::new);
        this.limits = new Limits(answerBytes, Math.max(1, answerBytes / Math.max(1, partitions.size())));
        this.buffer = ByteBuffer.allocateDirect(answerBytes + SPARE_BYTES);
    }

    @Override
    public void prepare() throws IOException {
        channel = SocketChannel.open(broker);
    }

    /** Counts stored bytes. */
    @Override
    public long read() throws IOException {
        SocketChannel open = Objects.requireNonNull(channel);
        ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
        ByteBuffer length = ByteBuffer.allocateDirect(Integer.BYTES);
        while (!Arrays.stream(cursors).allMatch(Cursor::isAtEnd)) {
            request.clear();
            FetchBytes.request(request, CLIENT, topic, cursors, limits);
            request.flip();
            while (request.hasRemaining()) {
                open.write(request);
            }
            fill(open, length.clear());
            int size = length.flip().getInt();
            if (size > buffer.capacity()) {
                buffer = ByteBuffer.allocateDirect(size);
            }
            fill(open, buffer.clear().limit(size));
            FetchBytes.answer(buffer.flip(), cursors);
        }
        return Arrays.stream(cursors).mapToLong(Cursor::bytes).sum();
    }

    @Override
    public void close() throws IOException {
        SocketChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    private static void fill(SocketChannel channel, ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new EOFException("the broker closed the connection");
            }
        }
    }
}
