/**
 * Reports as people read them: plain text for a terminal or a mail, and a page for everybody else.
 *
 * <p>Read {@link io.twinspan.control.report.view.ReportText} and {@link io.twinspan.control.report.view.ReportHtml} first; both show the
 * same {@link io.twinspan.control.report.view.Figure}s and {@link io.twinspan.control.report.view.Table}s. What a report holds came out of
 * topics and command lines, so everything is made printable, and in a page escaped. Pure functions, and builders that are confined to one
 * thread.
 */
@NullMarked
package io.twinspan.control.report.view;

import org.jspecify.annotations.NullMarked;
