package io.twinspan.control.upkeep;

import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.operation.Time;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.verify.Verification;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.control.verify.VerifyProgress;
import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.result.VerifyReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares all that both sides of a link hold every so often, slowly, and goes on after a restart where it was. Confined to one thread.
 */
public final class VerifyDuty extends ClaimedDuty {
    private static final Logger LOGGER = LoggerFactory.getLogger(VerifyDuty.class);
    private static final Duration CLAIM = Duration.ofMinutes(3);
    private static final long RENEW_MS = 30_000;
    private static final long STEP_MS = 500;

    /** Beside a link, in a process that has little of it. */
    private static final long MEMORY_BYTES = 12L << 20;

    private final VerifiedLink link;
    private final Duration interval;
    private final long rateBytes;
    private final Tally tally;
    private final Surroundings around;

    /**
     * @param interval from the beginning of one pass to that of the next
     * @param rateBytes bytes a second of both clusters together
     */
    public VerifyDuty(VerifiedLink link, Duration interval, long rateBytes, Tally tally, Surroundings around) {
        super(link.view(), "verify", CLAIM, around);
        this.link = link;
        this.interval = interval;
        this.rateBytes = rateBytes;
        this.tally = tally;
        this.around = around;
    }

    @Override
    public String name() {
        return "continuous verification of " + link.view().name();
    }

    @Override
    Duration untilDue() {
        Clock clock = around.clock();
        try (var journal = new JournalTopic(link.view(), clock, around.limit())) {
            if (Verification.isPassUnfinished(journal.read())) {
                return Duration.ZERO;
            }
            Optional<Instant> last = new ReportStore(journal, clock)
                    .read().reports().stream()
                            .map(report -> report.heading())
                            .filter(heading -> heading.kind().equals(ReportKind.VERIFY.name()))
                            .map(heading -> heading.started())
                            .max(Instant::compareTo);
            return Outlook.untilDue(last, interval, clock.instant());
        }
    }

    @Override
    void perform(Time time) {
        try (Verification verification = open()) {
            LOGGER.debug("{}: {} goes on", name(), verification.id());
            long renewedMs = time.nowMs();
            // What was found before an interruption was told then.
            boolean isTold = verification.progress().differences() > 0;
            long records = verification.progress().records();
            boolean isDone = false;
            while (!isDone) {
                isDone = verification.step(STEP_MS);
                VerifyProgress progress = verification.progress();
                tally.verified(progress.records() - records);
                tally.differences(progress.differences());
                records = progress.records();
                if (!time.pause(0)) {
                    return;
                }
                if (time.nowMs() - renewedMs > RENEW_MS) {
                    renewedMs = time.nowMs();
                    if (!claim()) {
                        LOGGER.info("{}: another process has taken it over", name());
                        return;
                    }
                }
                if (!isDone && !isTold && progress.differences() > 0) {
                    isTold = tellDifference(verification);
                }
            }
            tell(verification.report());
        }
    }

    private Verification open() {
        VerifyRequest request = VerifyRequest.everything().within(MEMORY_BYTES).at(rateBytes);
        return Verification.resumePass(link, request, around.clock(), around.limit())
                .orElseGet(() -> Verification.begin(
                        link, request.to(request.extent(), VerifyRequest.BY_ITSELF), around.clock(), around.limit()));
    }

    /** At once, since the rest of the pass may take days; returns whether the records of one are known by now. */
    private boolean tellDifference(Verification verification) {
        var soFar = new PassReport(link.view().name(), verification.resultsSoFar(), List.of(), false, around.file());
        Optional<String> difference = soFar.firstDifference();
        difference.ifPresent(text -> {
            Report report = keep(soFar, verification.startedMs());
            warn(report);
        });
        return difference.isPresent();
    }

    private void tell(VerifyReport shown) {
        var whole = new PassReport(link.view().name(), shown.partitions(), shown.remarks(), true, around.file());
        Report report = keep(whole, shown.startedMs());
        if (whole.firstDifference().isPresent()) {
            warn(report);
        } else {
            LOGGER.info("{}: {} ({})", report.link(), report.sentence(), report.id());
        }
    }

    private void warn(Report report) {
        LOGGER.warn(
                "{}: {}. All of it: twinspan reports {} show {}",
                report.link(),
                report.sentence(),
                around.file(),
                report.id());
    }

    private Report keep(PassReport pass, long startedMs) {
        Instant started = Instant.ofEpochMilli(startedMs);
        Report report = pass.of(
                ReportKind.VERIFY.id(started, ThreadLocalRandom.current().nextInt()),
                around.author().of(Map.of("extent", VerifyRequest.BY_ITSELF, "rate", Long.toString(rateBytes))),
                started,
                around.clock().instant());
        try (var journal = new JournalTopic(link.view(), around.clock(), around.limit())) {
            return new ReportStore(journal, around.clock()).add(report).report();
        }
    }
}
