/**
 * What operators have done around the steps of an operation: programs that are run and addresses that are called, for moving DNS names,
 * stopping deployments, telling people.
 *
 * <p>Read {@link io.twinspan.control.hook.Hook}, then {@link io.twinspan.control.hook.Hooks}. Confined to the operation's thread.
 */
@NullMarked
package io.twinspan.control.hook;

import org.jspecify.annotations.NullMarked;
