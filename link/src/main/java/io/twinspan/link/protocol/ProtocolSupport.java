package io.twinspan.link.protocol;

import java.util.List;
import org.apache.kafka.common.utils.AppInfoParser;

/** Tells whether the Kafka client library that is found is of the line that this build speaks through. Stateless. */
public final class ProtocolSupport {
    /** One class of each internal package that is used; the records moved in 4.3. */
    private static final List<String> NEEDED = List.of(
            "org.apache.kafka.common.record.internal.MemoryRecords",
            "org.apache.kafka.common.network.Selector",
            "org.apache.kafka.common.network.NetworkReceive",
            "org.apache.kafka.common.memory.MemoryPool",
            "org.apache.kafka.common.message.ProduceRequestData",
            "org.apache.kafka.common.protocol.SendBuilder",
            "org.apache.kafka.common.requests.FetchResponse",
            "org.apache.kafka.clients.FetchSessionHandler",
            "org.apache.kafka.clients.NodeApiVersions",
            "org.apache.kafka.clients.ClientUtils");

    private ProtocolSupport() {}

    /**
     * Checks that the classes are there.
     *
     * @throws IllegalStateException if not; says which version was found and what to do
     */
    public static void check() {
        check(ProtocolSupport.class.getClassLoader(), AppInfoParser.getVersion());
    }

    static void check(ClassLoader loader, String version) {
        for (String name : NEEDED) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError missing) {
                throw new IllegalStateException(
                        "copying whole batches needs the Kafka client library of the 4.3 line, but kafka-clients "
                                + version
                                + " was found (" + name
                                + " is not in it); run Twinspan with the libraries it ships with, or"
                                + " on Connect workers of Kafka 4.3",
                        missing);
            }
        }
    }
}
