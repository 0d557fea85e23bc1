/**
 * The exchange against real brokers: every request, every way in, and what happens when a broker goes away.
 *
 * <p>Start at {@code KafkaExchangeIT}; {@code Asking} turns the exchange's replies into values for the tests' own thread.
 */
@NullMarked
package io.twinspan.it.protocol;

import org.jspecify.annotations.NullMarked;
