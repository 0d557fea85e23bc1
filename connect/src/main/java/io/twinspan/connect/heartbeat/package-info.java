/**
 * The heartbeat connector: writes every second, or as told, that a link could write to its target, as MirrorMaker 2 does.
 *
 * <p>Read {@link io.twinspan.connect.heartbeat.LinkHeartbeatConnector} first, then
 * {@link io.twinspan.connect.heartbeat.LinkHeartbeatTask}. Heartbeats are written to the topic {@code heartbeats} of the link's
 * target, and from there replicated by every link that leads on, whose names then tell the path. Both classes are driven by
 * Connect's threads alone.
 */
@NullMarked
package io.twinspan.connect.heartbeat;

import org.jspecify.annotations.NullMarked;
