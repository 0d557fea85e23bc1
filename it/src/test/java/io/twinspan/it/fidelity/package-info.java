/**
 * Every kind of topic through a whole {@code twinspan run} between real brokers, compared record by record.
 *
 * <p>Read {@link io.twinspan.it.fidelity.TopicKind} for what is copied and {@link io.twinspan.it.fidelity.CopyingLink} for
 * what copies it. Clusters and links belong to the test class that starts them; nothing here is shared between threads
 * but what says so.
 */
@NullMarked
package io.twinspan.it.fidelity;

import org.jspecify.annotations.NullMarked;
