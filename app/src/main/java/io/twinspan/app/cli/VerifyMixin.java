package io.twinspan.app.cli;

import io.twinspan.control.verify.Extent;
import io.twinspan.control.verify.VerifyRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is to be compared, as the options of the command say. Confined to the main thread. */
final class VerifyMixin {
    @Option(
            names = "--topics",
            paramLabel = "REGEX",
            description = "Only source topics whose names match; all that the link copies if not given.")
    private @Nullable String topics;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable Part part;

    @Option(
            names = "--all-differences",
            paramLabel = "N",
            description = "Show up to N differences of each partition, " + VerifyRequest.MOST_DIFFERENCES
                    + " at most; the first one if not given.")
    private int differences = 1;

    /** One of these. Confined to the main thread. */
    private static final class Part {
        @Option(
                names = "--last",
                paramLabel = "N",
                description = "Only the last N offsets of each partition that the link has come past.")
        private @Nullable Long last;

        @Option(
                names = "--since",
                paramLabel = "SPAN",
                converter = Quantities.Span.class,
                description = "Only records whose timestamp is not older, as 90s, 10m, 2h or 7d.")
        private @Nullable Duration since;

        @ArgGroup(exclusive = false)
        private @Nullable Between between;
    }

    /** A stretch of time. Confined to the main thread. */
    private static final class Between {
        @Option(
                names = "--from",
                paramLabel = "TIME",
                converter = Quantities.Moment.class,
                description = "Only from the first record of this time on, as 2026-11-30T18:00:00Z.")
        private @Nullable Long from;

        @Option(
                names = "--to",
                paramLabel = "TIME",
                converter = Quantities.Moment.class,
                description = "Only before the first record of this time.")
        private @Nullable Long to;
    }

    /** Whether anything was chosen. */
    boolean isGiven() {
        return topics != null || part != null || differences != 1;
    }

    /** Whether the numbers can be; says which cannot. */
    boolean isPossible(Console console) {
        Long last = part == null ? null : part.last;
        if (last != null && last < 1) {
            console.error("--last begins at 1");
            return false;
        }
        if (differences < 1 || differences > VerifyRequest.MOST_DIFFERENCES) {
            console.error("--all-differences goes from 1 to " + VerifyRequest.MOST_DIFFERENCES);
            return false;
        }
        return true;
    }

    VerifyRequest request(Clock clock) {
        VerifyRequest request = VerifyRequest.everything().of(topics).telling(differences);
        Part chosen = part;
        if (chosen == null) {
            return topics == null ? request : request.to(Extent.EVERYTHING, "all of topics " + topics);
        }
        return request.to(extent(chosen, clock), text(chosen) + (topics == null ? "" : " of topics " + topics));
    }

    private static Extent extent(Part chosen, Clock clock) {
        Duration since = chosen.since;
        if (since != null) {
            return Extent.between(clock.millis() - since.toMillis(), null);
        }
        Between between = chosen.between;
        if (between != null) {
            return Extent.between(between.from, between.to);
        }
        Long last = chosen.last;
        return Extent.last(last == null ? 0 : last);
    }

    private static String text(Part chosen) {
        Duration since = chosen.since;
        if (since != null) {
            return "the last " + Quantities.span(since.toMillis());
        }
        Between between = chosen.between;
        if (between != null) {
            Long from = between.from;
            Long to = between.to;
            return "what was written"
                    + (from == null ? "" : " from " + Instant.ofEpochMilli(from))
                    + (to == null ? "" : " to " + Instant.ofEpochMilli(to));
        }
        Long last = chosen.last;
        return "the last " + Quantities.number(last == null ? 0 : last) + " offsets of each partition";
    }
}
