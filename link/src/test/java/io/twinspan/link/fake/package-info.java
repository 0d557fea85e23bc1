/**
 * Fakes of what a link works with: an exchange whose answers the test gives, leases that are counted, batches as brokers store them.
 *
 * <p>Read {@link io.twinspan.link.fake.LinkBench} first: a real link on a {@link io.twinspan.link.fake.FakeExchange}. Confined to the
 * test's thread.
 */
@NullMarked
package io.twinspan.link.fake;

import org.jspecify.annotations.NullMarked;
