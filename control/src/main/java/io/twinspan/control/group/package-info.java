/**
 * Consumer groups on both sides of a link: where each stands, where that is on the target, exactly or not, and what the target has
 * committed for it.
 *
 * <p>Read {@link io.twinspan.control.group.GroupStanding}, then {@link io.twinspan.control.group.GroupSurvey}. Values are immutable, the
 * survey is confined to its caller's thread.
 */
@NullMarked
package io.twinspan.control.group;

import org.jspecify.annotations.NullMarked;
