/**
 * Speaks Kafka's protocol to brokers over sockets; the one place that knows Kafka's internal classes.
 *
 * <p>Read {@link io.twinspan.link.protocol.KafkaExchange} first, then {@code Connection}, the life of one socket, and {@code Call},
 * a request that waits for its answer. {@code Sockets} owns Kafka's {@code Selector}, which gives TLS and SASL; there is no
 * {@code NetworkClient}, since that hides the receive buffer, and {@code BufferPool} wants it back.
 *
 * <p>Rule: {@code org.apache.kafka.common.{requests,message,protocol,network,memory,record.internal}} and the internals of
 * {@code org.apache.kafka.clients} are imported here and nowhere else. They are no public API and move between releases: the
 * record classes were in {@code common.record} up to Kafka 4.2 and are in {@code common.record.internal} from 4.3, and inside
 * Connect it is the worker's {@code kafka-clients} that is found, not ours. So {@link io.twinspan.link.protocol.ProtocolSupport}
 * is asked at start whether they are where this build expects them.
 *
 * <p>Everything is confined to the link's thread, but for {@code KafkaExchange.wakeup}.
 */
@NullMarked
package io.twinspan.link.protocol;

import org.jspecify.annotations.NullMarked;
