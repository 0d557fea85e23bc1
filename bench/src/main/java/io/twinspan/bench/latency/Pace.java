package io.twinspan.bench.latency;

/**
 * The steady load of a latency run. Immutable.
 *
 * @param warmUpSeconds load whose latency does not count
 */
public record Pace(int recordsPerSecond, int warmUpSeconds, int measuredSeconds) {}
