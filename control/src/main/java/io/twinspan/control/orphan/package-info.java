/**
 * Records that a source has and its target does not, though nobody will copy them any more: what an emergency failover gave up, named once
 * the source is back.
 *
 * <p>Read {@link io.twinspan.control.orphan.OrphanSearch}, which knows where they lie, then {@link io.twinspan.control.orphan.OrphanScan},
 * which reads them, and {@link io.twinspan.control.orphan.OrphanReplay}, which appends them elsewhere. Confined to one thread.
 */
@NullMarked
package io.twinspan.control.orphan;

import org.jspecify.annotations.NullMarked;
