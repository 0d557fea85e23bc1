/**
 * What has to be true of both clusters before a link starts, looked at without changing anything.
 *
 * <p>Read {@link io.twinspan.control.preflight.Preflight} first, then {@link io.twinspan.control.preflight.Finding}: a
 * finding says what is wrong, where, and what to do about it. Permissions are probed by asking the brokers what this
 * principal may do and by requests that only validate; nothing is created, written or deleted.
 *
 * <p>Every check is confined to its caller's thread; the reports are immutable.
 */
@NullMarked
package io.twinspan.control.preflight;

import org.jspecify.annotations.NullMarked;
