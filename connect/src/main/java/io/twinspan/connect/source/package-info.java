/**
 * The source connector: finds what to copy, spreads it over tasks, and hosts a link in each task.
 *
 * <p>Read {@link io.twinspan.connect.source.LinkSourceConnector} and {@link io.twinspan.connect.source.LinkSourceTask} first. The
 * connector has one thread of its own, the {@code LinkMonitor}, which looks at both clusters; a task has none: its link runs inside
 * Connect's calls to {@code poll}. {@code Discovery}, {@code LaneAssignment}, {@code LaneTraffic}, {@code KnownPositions} and
 * {@code SourceOffsets} are plain values and pure functions.
 */
@NullMarked
package io.twinspan.connect.source;

import org.jspecify.annotations.NullMarked;
