package io.twinspan.link.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A listener that answers requests the way a test wants; by itself it tells its versions, and that it is broker 1 and alone.
 * Thread-safe: each connection has a thread of its own, and all end with {@link #close}.
 */
class FakeBroker implements AutoCloseable {
    /** The requests that came, in order, by API. */
    final List<ApiKeys> requests = new CopyOnWriteArrayList<>();

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;

    FakeBroker() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(this::acceptAll);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Answers one request; does nothing where a broker should stay silent. */
    void answer(RequestHeader request, Answering out) throws IOException {
        if (request.apiKey() == ApiKeys.API_VERSIONS) {
            out.answer(request, versions());
        } else if (request.apiKey() == ApiKeys.METADATA) {
            out.answer(request, metadata());
        } else if (request.apiKey() == ApiKeys.LIST_OFFSETS) {
            out.answer(request, new ListOffsetsResponseData());
        }
    }

    ApiVersionsResponseData versions() {
        ApiVersionsResponseData data = new ApiVersionsResponseData();
        for (ApiKeys api : List.of(ApiKeys.API_VERSIONS, ApiKeys.METADATA, ApiKeys.LIST_OFFSETS, ApiKeys.FETCH)) {
            data.apiKeys()
                    .add(new ApiVersion()
                            .setApiKey(api.id)
                            .setMinVersion(api.oldestVersion())
                            .setMaxVersion(api.latestVersion()));
        }
        return data;
    }

    MetadataResponseData metadata() {
        MetadataResponseData data = new MetadataResponseData().setClusterId("fake");
        data.brokers()
                .add(new MetadataResponseData.MetadataResponseBroker()
                        .setNodeId(1)
                        .setHost("127.0.0.1")
                        .setPort(listener.getLocalPort()));
        return data;
    }

    /** Where answers go. */
    static final class Answering {
        private final Socket socket;
        private final DataOutputStream out;

        Answering(Socket socket) throws IOException {
            this.socket = socket;
            this.out = new DataOutputStream(socket.getOutputStream());
        }

        void answer(RequestHeader request, ApiMessage body) throws IOException {
            answer(request.correlationId(), request.apiKey(), request.apiVersion(), body);
        }

        void answer(int correlationId, ApiKeys api, short version, ApiMessage body) throws IOException {
            ByteBuffer header = MessageUtil.toByteBufferAccessor(
                            new ResponseHeaderData().setCorrelationId(correlationId),
                            api.responseHeaderVersion(version))
                    .buffer();
            ByteBuffer content = MessageUtil.toByteBufferAccessor(body, version).buffer();
            byte[] bytes = new byte[header.remaining() + content.remaining()];
            ByteBuffer.wrap(bytes).put(header).put(content);
            announce(bytes.length);
            write(bytes);
        }

        /** Says how long an answer will be, without giving it. */
        void announce(int bytes) throws IOException {
            out.writeInt(bytes);
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void hangUp() throws IOException {
            socket.close();
        }
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            sockets.add(socket);
            daemon(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        Answering out = new Answering(socket);
        while (true) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(bytes));
            requests.add(header.apiKey());
            answer(header, out);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException expected) {
                        // the test is over, or the client hung up
                    }
                },
                "fake-broker");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
