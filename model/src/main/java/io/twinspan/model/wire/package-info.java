/**
 * The bytes of what we store in Kafka: our own position records and memory of synchronized things, and
 * MirrorMaker 2's offset syncs and heartbeats.
 *
 * <p>Read {@link io.twinspan.model.wire.PositionRecords} first; it draws the layouts of positions. Checkpoints have no
 * codec here: MirrorMaker 2's own class in connect-mirror-client reads them. Decoding never throws for what a
 * topic may hold; what cannot be read comes back as a value that says why. Everything is immutable or a pure function.
 */
@NullMarked
package io.twinspan.model.wire;

import org.jspecify.annotations.NullMarked;
