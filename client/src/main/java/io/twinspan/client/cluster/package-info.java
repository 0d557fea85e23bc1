/**
 * How Kafka's clients are used to ask a cluster and to read what a link stores there; the connectors use it, too.
 *
 * <p>Read {@link io.twinspan.client.cluster.TopicReader} (an internal topic, from its beginning, in small steps) and
 * {@link io.twinspan.client.cluster.ClusterErrors} (what clients throw, turned into errors for people) first. A reader is confined to
 * one thread; errors are immutable.
 */
@NullMarked
package io.twinspan.client.cluster;

import org.jspecify.annotations.NullMarked;
