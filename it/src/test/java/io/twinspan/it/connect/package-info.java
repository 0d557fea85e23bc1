/** The Connect plug-in in a real distributed worker, between real brokers. */
@NullMarked
package io.twinspan.it.connect;

import org.jspecify.annotations.NullMarked;
