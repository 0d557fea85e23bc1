/**
 * Going on where MirrorMaker 2 stopped, also where it was killed before it stored how far it had come.
 *
 * <p>Read {@link io.twinspan.connect.takeover.TailMatch}, which decides where the source continues what the target ends with, and
 * {@link io.twinspan.connect.takeover.TakeoverSearch}, which reads both clusters for it. {@code MirrorOffsets} is the form of
 * MirrorMaker 2's own positions. All are confined to the task's thread.
 */
@NullMarked
package io.twinspan.connect.takeover;

import org.jspecify.annotations.NullMarked;
