package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Side;
import java.nio.channels.SelectionKey;
import java.util.Map;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.KafkaChannel;

/**
 * Builds each channel the way its cluster is configured, so that one selector, and so one wait, serves both clusters. Confined to
 * the link thread.
 */
final class SideChannelBuilder implements ChannelBuilder {
    private static final char SOURCE_PREFIX = 's';
    private static final char TARGET_PREFIX = 't';

    private final ChannelBuilder source;
    private final ChannelBuilder target;

    SideChannelBuilder(ChannelBuilder source, ChannelBuilder target) {
        this.source = source;
        this.target = target;
    }

    /** A channel id that this builder knows the side of. */
    static String channelId(Side side, long number) {
        return (side == Side.SOURCE ? SOURCE_PREFIX : TARGET_PREFIX) + Long.toString(number);
    }

    @Override
    public KafkaChannel buildChannel(
            String id, SelectionKey key, int maxReceiveSize, MemoryPool pool, ChannelMetadataRegistry registry) {
        ChannelBuilder side = id.charAt(0) == SOURCE_PREFIX ? source : target;
        return side.buildChannel(id, key, maxReceiveSize, pool, registry);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        throw new UnsupportedOperationException("both sides come configured");
    }

    @Override
    public void close() {
        try {
            source.close();
        } finally {
            target.close();
        }
    }
}
