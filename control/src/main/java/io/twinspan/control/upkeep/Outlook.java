package io.twinspan.control.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When something is due that is to be done every so often. Thread-safe: pure functions. */
final class Outlook {
    /** A journal may be deleted, or a report added by hand: look now and then, whatever was known. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Outlook() {}

    /** How long until it is due; zero if it is. */
    static Duration untilDue(Optional<Instant> last, Duration interval, Instant now) {
        Duration left =
                last.map(begun -> Duration.between(now, begun.plus(interval))).orElse(Duration.ZERO);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }
}
