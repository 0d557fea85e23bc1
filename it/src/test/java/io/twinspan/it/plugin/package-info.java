/** Operators' own classes, the plug-in in stock Connect workers, and links between several clusters. */
@NullMarked
package io.twinspan.it.plugin;

import org.jspecify.annotations.NullMarked;
