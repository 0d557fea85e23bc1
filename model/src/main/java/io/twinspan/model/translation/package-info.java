/**
 * Translation of consumer positions: from the records of the positions topic to the target offset of any source offset, and back.
 *
 * <p>Read {@link io.twinspan.model.translation.LaneBook} (fed with the topic's records, asked for translations) and
 * {@link io.twinspan.model.translation.Translation} (what it answers) first. {@link io.twinspan.model.translation.SharedTranslation}
 * puts the books of several links together where producers write to one topic in several clusters. {@code LanePages} keeps
 * the runs in their stored form; {@link io.twinspan.model.translation.GroupStatus} is what a command or a
 * metric shows. No clock, no thread, no input or output; a book is confined to one thread, all else is immutable.
 */
@NullMarked
package io.twinspan.model.translation;

import org.jspecify.annotations.NullMarked;
