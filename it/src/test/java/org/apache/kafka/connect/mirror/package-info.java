/** A window into what MirrorMaker 2 keeps package-private, for tests that compare with it. */
@NullMarked
package org.apache.kafka.connect.mirror;

import org.jspecify.annotations.NullMarked;
