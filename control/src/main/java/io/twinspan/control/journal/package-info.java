/**
 * What operators did with a link, kept in a topic on its target: the steps of operations, reports, and how far verification is.
 *
 * <p>Read {@link io.twinspan.control.journal.JournalTopic} first. Keys and values are text, values JSON, so that any Kafka tool shows
 * them. The data plane never reads this topic. Everything is confined to its caller's thread, or immutable.
 */
@NullMarked
package io.twinspan.control.journal;

import org.jspecify.annotations.NullMarked;
