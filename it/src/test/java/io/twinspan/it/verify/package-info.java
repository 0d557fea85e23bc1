/** {@code twinspan verify} on real brokers: sound copies, planted defects, interruptions. */
@NullMarked
package io.twinspan.it.verify;

import org.jspecify.annotations.NullMarked;
