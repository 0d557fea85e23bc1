package io.twinspan.link.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ClientDnsLookup;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * What an ordinary Kafka client configuration says about connections, read once. Immutable, but for the channel builder, which
 * belongs to the selector.
 */
record ClusterSettings(
        List<Address> bootstrap,
        String clientId,
        String protocol,
        int sendBufferBytes,
        int receiveBufferBytes,
        long requestTimeoutMs,
        long maxIdleMs,
        ExponentialBackoff reconnect,
        ExponentialBackoff setupTimeout,
        ChannelBuilder channels) {

    /** Large enough that a full request leaves in few system calls: 64 KB cost a third more CPU (measured on 4.3.1). */
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private static final double JITTER = 0.2;

    /**
     * Reads a client configuration.
     *
     * @throws ConfigException if a value is missing or wrong; names the key
     */
    static ClusterSettings of(Map<String, ?> client, String clientId, Time time, LogContext log) {
        AdminClientConfig config = new AdminClientConfig(client);
        String ownId = config.getString(CommonClientConfigs.CLIENT_ID_CONFIG);
        return new ClusterSettings(
                addresses(config),
                ownId.isEmpty() ? clientId : ownId,
                config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG),
                given(client, config, CommonClientConfigs.SEND_BUFFER_CONFIG, SEND_BUFFER_BYTES),
                // Left to the kernel, which grows it with the distance; a fixed one is cut by stock hosts' limits.
                given(client, config, CommonClientConfigs.RECEIVE_BUFFER_CONFIG, Selectable.USE_DEFAULT_BUFFER_SIZE),
                config.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG),
                config.getLong(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                backoff(
                        config,
                        CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG,
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG),
                setup(client, config),
                ClientUtils.createChannelBuilder(config, time, log));
    }

    private static int given(Map<String, ?> client, AdminClientConfig config, String key, int otherwise) {
        return client.containsKey(key) ? config.getInt(key) : otherwise;
    }

    private static ExponentialBackoff backoff(AdminClientConfig config, String firstKey, String maxKey) {
        return backoff(config.getLong(firstKey), config.getLong(maxKey));
    }

    private static ExponentialBackoff backoff(long firstMs, long maxMs) {
        return new ExponentialBackoff(
                firstMs, CommonClientConfigs.RETRY_BACKOFF_EXP_BASE, Math.max(firstMs, maxMs), JITTER);
    }

    /**
     * The operating system asks again after 1, 3, 7 and 15 seconds; where the line was mended in between, a new attempt is sooner. So
     * it does not grow, unless it is told to.
     */
    private static ExponentialBackoff setup(Map<String, ?> client, AdminClientConfig config) {
        long first = config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG);
        String longest = CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;
        return backoff(first, client.containsKey(longest) ? config.getLong(longest) : first);
    }

    private static List<Address> addresses(AdminClientConfig config) {
        List<String> servers = config.getList(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        List<Address> addresses = new ArrayList<>();
        String lookup = config.getString(CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG);
        if (ClientDnsLookup.forConfig(lookup) == ClientDnsLookup.RESOLVE_CANONICAL_BOOTSTRAP_SERVERS_ONLY) {
            ClientUtils.parseAndValidateAddresses(servers, lookup)
                    .forEach(found -> addresses.add(new Address(found.getHostString(), found.getPort())));
            return addresses;
        }
        // Names are looked up when connecting, not here: a name that cannot be resolved now may be in a minute.
        for (String server : servers) {
            String host = Utils.getHost(server);
            Integer port = Utils.getPort(server);
            if (host == null || port == null) {
                throw new ConfigException(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, server, "must be host:port, comma separated");
            }
            addresses.add(new Address(host, port));
        }
        if (addresses.isEmpty()) {
            throw new ConfigException(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                    servers,
                    "must name at least one broker as host:port");
        }
        return addresses;
    }
}
