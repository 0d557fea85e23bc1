/**
 * What an operator is told of a link that runs, is held, has ended, or has lost its source, with real brokers; and what limits it.
 */
@NullMarked
package io.twinspan.it.inventory;

import org.jspecify.annotations.NullMarked;
