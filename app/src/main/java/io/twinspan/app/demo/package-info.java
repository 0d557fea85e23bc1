/**
 * The demo: two real clusters, producers, and a link between them, all in this process.
 *
 * <p>Read {@link io.twinspan.app.demo.Demo} first. The brokers are Kafka's own, started by the testkit; the link is run by
 * {@link io.twinspan.app.runner.Dedicated} from a properties file, as {@code twinspan run} does it. Everything listens on
 * ephemeral ports of 127.0.0.1, and nothing is left behind.
 */
@NullMarked
package io.twinspan.app.demo;

import org.jspecify.annotations.NullMarked;
