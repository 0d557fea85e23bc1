/**
 * Every case that has a policy, with real brokers: what the status, the metrics, the log and the documentation say, and the command
 * that continues.
 *
 * <p>Start at {@link io.twinspan.it.policy.PolicyIT}. Tests are confined to one thread.
 */
@NullMarked
package io.twinspan.it.policy;

import org.jspecify.annotations.NullMarked;
