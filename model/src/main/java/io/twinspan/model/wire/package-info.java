/**
 * The bytes of what we store in Kafka: our own position records, and MirrorMaker 2's offset syncs.
 *
 * <p>Read {@link io.twinspan.model.wire.PositionRecords} first; it draws every layout. Checkpoints and heartbeats have no
 * codec here: MirrorMaker 2's own classes in connect-mirror-client read and write them. Decoding never throws for what a
 * topic may hold; what cannot be read comes back as a value that says why. Everything is immutable or a pure function.
 */
@NullMarked
package io.twinspan.model.wire;

import org.jspecify.annotations.NullMarked;
