/**
 * What limits a link: measured in two looks some seconds apart, with the setting to change.
 *
 * <p>Read {@link io.twinspan.control.doctor.Diagnosis} (what is told) and {@link io.twinspan.control.doctor.Doctor} (how it is found
 * out). {@link io.twinspan.control.doctor.Examined} holds all that was measured; the rules that judge it are pure. Values are immutable,
 * the doctor is confined to its caller's thread.
 */
@NullMarked
package io.twinspan.control.doctor;

import org.jspecify.annotations.NullMarked;
