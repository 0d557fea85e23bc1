/** The data plane against real brokers, without Connect. */
@NullMarked
package io.twinspan.it.link;

import org.jspecify.annotations.NullMarked;
