/**
 * Reads batches: from the source's leaders for all lanes ({@link io.twinspan.link.fetch.Fetcher}), and the target's tail for lanes
 * that must find their position ({@link io.twinspan.link.fetch.TailReader}). Confined to the link thread.
 */
@NullMarked
package io.twinspan.link.fetch;

import org.jspecify.annotations.NullMarked;
