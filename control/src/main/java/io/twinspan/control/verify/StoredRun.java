package io.twinspan.control.verify;

import org.jspecify.annotations.Nullable;

/**
 * A verification as the journal has it: what was asked for, and whether it has ended. Immutable; the shape of the JSON.
 *
 * @param startedMs when it began first
 * @param endedMs when it ended, 0 while it has not
 * @param workedMs how long it has worked so far
 */
record StoredRun(
        @Nullable String topics,
        @Nullable Long fromMs,
        @Nullable Long toMs,
        long lastRecords,
        long lastBytes,
        String what,
        int differences,
        long startedMs,
        long endedMs,
        long workedMs) {

    static StoredRun of(VerifyRequest request, long startedMs) {
        Extent extent = request.extent();
        return new StoredRun(
                request.topics(),
                extent.fromMs(),
                extent.toMs(),
                extent.lastRecords(),
                extent.lastBytes(),
                request.what(),
                request.differences(),
                startedMs,
                0,
                0);
    }

    /** Whether continuous verification began it. */
    boolean isByItself() {
        return what.equals(VerifyRequest.BY_ITSELF);
    }

    /** What was asked for, at a pace and with buffers that may be others now. */
    VerifyRequest request(long rateBytes, long memoryBytes) {
        var extent = new Extent(fromMs, toMs, lastRecords, lastBytes, java.util.Map.of(), java.util.Map.of());
        return VerifyRequest.everything()
                .of(topics)
                .to(extent, what)
                .at(rateBytes)
                .within(memoryBytes)
                .telling(differences);
    }

    StoredRun at(long worked, long ended) {
        return new StoredRun(topics, fromMs, toMs, lastRecords, lastBytes, what, differences, startedMs, ended, worked);
    }
}
