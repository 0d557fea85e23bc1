/**
 * What a link asks brokers, and what they answer, as plain values: the seam between the data plane's logic and the network.
 *
 * <p>Read {@link io.twinspan.link.exchange.Exchange} first, then {@link io.twinspan.link.exchange.Fetch} and
 * {@link io.twinspan.link.exchange.Append}. Two things implement the seam: {@code link.protocol} speaks Kafka's protocol over
 * sockets, and the simulator of the test kit answers from simulated brokers. Nothing here knows Kafka's internal classes.
 *
 * <p>Everything is confined to the one thread that runs the link.
 */
@NullMarked
package io.twinspan.link.exchange;

import org.jspecify.annotations.NullMarked;
