/**
 * Reports: what an operation did and how it ended, for people who were not there, kept as a chain in the link's journal.
 *
 * <p>Read {@link io.twinspan.control.report.Report} and {@link io.twinspan.control.report.ReportChain} first. An operation gathers a
 * {@link io.twinspan.control.report.ReportDraft}, {@link io.twinspan.control.report.ReportStore} gives the report its place in the chain
 * and keeps it, and {@code report.view} shows it. Records are immutable; the draft and the store are confined to one thread.
 */
@NullMarked
package io.twinspan.control.report;

import org.jspecify.annotations.NullMarked;
