/**
 * The twinspan command against real clusters: what it says to bad input, dedicated mode, status and the demo.
 */
@NullMarked
package io.twinspan.it.app;

import org.jspecify.annotations.NullMarked;
