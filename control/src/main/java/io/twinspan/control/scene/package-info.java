/**
 * What an operation works on: both clusters of a link and what the link stores, held open together.
 *
 * <p>Read {@link io.twinspan.control.scene.Scene}, then {@link io.twinspan.control.scene.LinkFollower}. Confined to the operation's thread.
 */
@NullMarked
package io.twinspan.control.scene;

import org.jspecify.annotations.NullMarked;
