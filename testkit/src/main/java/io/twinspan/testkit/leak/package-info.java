/**
 * What a test must not leave behind: threads, open Kafka clients, and errors that nobody expected.
 *
 * <p>{@link io.twinspan.testkit.leak.LeakCheck} is begun before the test and verified after it. It sees errors through
 * the file to which {@code config/log4j2-test.properties} writes every one of them, so it needs no logging library.
 *
 * <p>Confined to the test's thread.
 */
@NullMarked
package io.twinspan.testkit.leak;

import org.jspecify.annotations.NullMarked;
