/**
 * What an application uses to find its place in the other cluster of a link: exact translation of offsets and of consumer groups, in both
 * directions.
 *
 * <p>Read {@link io.twinspan.client.LinkClient} (how to ask) and {@link io.twinspan.client.Located} (what it answers) first. It needs
 * nothing but {@code model} and Kafka's client libraries, and translates with the code that the link's own checkpoints come from
 * ({@link io.twinspan.model.translation.LaneBook}). A client is thread-safe; its parts are confined to one call at a time.
 */
@NullMarked
package io.twinspan.client;

import org.jspecify.annotations.NullMarked;
