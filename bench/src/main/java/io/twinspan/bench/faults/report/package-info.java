/**
 * What the fault programme found, for programs ({@link io.twinspan.bench.faults.report.FaultResults}, stored as JSON) and for people
 * ({@link io.twinspan.bench.faults.report.FaultTable}).
 *
 * <p>Threading: results are immutable.
 */
@NullMarked
package io.twinspan.bench.faults.report;

import org.jspecify.annotations.NullMarked;
