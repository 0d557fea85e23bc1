/**
 * Records as JSON and back: what commands print, and what operators' journals and reports are stored as.
 *
 * <p>Read {@link io.twinspan.control.json.JsonText}. It is the only place that knows the JSON library.
 */
@NullMarked
package io.twinspan.control.json;

import org.jspecify.annotations.NullMarked;
