/**
 * Operations that change clusters in steps and can be continued or taken back after any crash, from any machine: failover, failback.
 *
 * <p>Read {@link io.twinspan.control.operation.Step} for what an operation is made of, {@link io.twinspan.control.operation.Operation} for how
 * it is run, and {@link io.twinspan.control.operation.OperationState} for how its state follows from the journal. Nothing here knows a
 * cluster or a clock of its own. Operations are confined to one thread; entries and states are immutable.
 */
@NullMarked
package io.twinspan.control.operation;

import org.jspecify.annotations.NullMarked;
