/**
 * Brings what belongs to topics on the target in line with the source: each part compares (a pure plan) and then applies.
 *
 * <p>Read {@link io.twinspan.connect.sync.TopicReconciler} first, then {@link io.twinspan.connect.sync.TargetTopics}, which does
 * what the plan says; configs and ACLs have the same two parts, and {@link io.twinspan.connect.sync.ConfigSync} and
 * {@link io.twinspan.connect.sync.AclSync} put them together. What a link may take back it knows from its
 * {@link io.twinspan.connect.sync.SyncMemory}. What fails is a {@link io.twinspan.client.cluster.Problem} of one topic and
 * stops nothing else. Confined to the connector's monitor thread.
 */
@NullMarked
package io.twinspan.connect.sync;

import org.jspecify.annotations.NullMarked;
