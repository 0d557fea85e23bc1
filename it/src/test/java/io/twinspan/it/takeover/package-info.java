/** From MirrorMaker 2 to Twinspan and back, with the real MirrorMaker 2. */
@NullMarked
package io.twinspan.it.takeover;

import org.jspecify.annotations.NullMarked;
