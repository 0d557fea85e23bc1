package io.twinspan.control.report;

import java.util.Objects;

/**
 * How long producers and consumers had to wait. Immutable.
 *
 * @param counted from when to when, for people: {@code from the fence until dc2 was open for writing}
 */
public record Rto(long ms, String counted) {
    public Rto {
        Objects.requireNonNull(counted, "counted");
    }
}
