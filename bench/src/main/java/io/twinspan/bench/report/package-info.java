/**
 * What the benchmark says in the end: {@link io.twinspan.bench.report.Results} are all runs with the machine they ran on, as they are stored as
 * JSON; {@link io.twinspan.bench.report.TextReport} makes tables of medians, spread and ratios of them.
 */
@NullMarked
package io.twinspan.bench.report;

import org.jspecify.annotations.NullMarked;
