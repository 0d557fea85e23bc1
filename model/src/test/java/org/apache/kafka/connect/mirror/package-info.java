/** A window into MirrorMaker 2's package-private resolution, for tests that compare with it. */
@NullMarked
package org.apache.kafka.connect.mirror;

import org.jspecify.annotations.NullMarked;
