package io.twinspan.bench.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One run of one program over both sides. Immutable. */
public record Pass(String program, int round, Got got, Cost cost) {

    /** 10^9 bytes of both sides together, a second, by the program's own clock. */
    @JsonProperty
    public double gigabytesPerSecond() {
        return got.bytes() / 1e9 / got.seconds();
    }
}
