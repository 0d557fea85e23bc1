/**
 * What applications use on the target, against real clusters: the link's own client, and Kafka's {@code MirrorClient} on the link's topics.
 *
 * <p>Read {@code LinkClientIT} first; {@code GoOnAtTarget} is the documented program.
 */
@NullMarked
package io.twinspan.it.client;

import org.jspecify.annotations.NullMarked;
