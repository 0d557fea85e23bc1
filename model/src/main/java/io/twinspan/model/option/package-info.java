/**
 * The options: every key that a configuration file may hold, and what a dedicated {@code mm2.properties} means.
 *
 * <p>Read {@link io.twinspan.model.option.Option} and {@link io.twinspan.model.option.Catalogue} (each key is declared
 * once; documentation and validation follow), then {@link io.twinspan.model.option.Mm2Properties} (the file, resolved as
 * MirrorMaker 2 resolves it) and {@link io.twinspan.model.option.LinkConfiguration} (what one link is told).
 *
 * <p>The rule of resolution: a file means here what it means to MirrorMaker 2 4.3.1. Where MirrorMaker 2 silently drops a
 * key, it has no effect here either, and a warning says where to write it.
 *
 * <p>All types are immutable; nothing here opens a file or a socket, but the config providers that a file names.
 */
@NullMarked
package io.twinspan.model.option;

import org.jspecify.annotations.NullMarked;
