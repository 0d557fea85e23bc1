/**
 * Dedicated mode: one Kafka Connect worker for each target cluster of the file, all in this process.
 *
 * <p>Read {@link io.twinspan.app.runner.Dedicated} first, then {@link io.twinspan.app.runner.ConnectWorker}. Connect does
 * the work of a cluster: processes with the same file meet in one group for each target, share the links' tasks, and take
 * over from each other. What we add is the assembly of the worker, {@link io.twinspan.app.runner.ConnectorKeeper}, which
 * keeps the connectors as the file says and restarts what failed, and a clean stop.
 *
 * <p>This is the only package outside the plug-in that knows Connect's classes.
 */
@NullMarked
package io.twinspan.app.runner;

import org.jspecify.annotations.NullMarked;
