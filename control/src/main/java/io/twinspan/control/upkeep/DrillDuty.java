package io.twinspan.control.upkeep;

import io.twinspan.control.drill.Drill;
import io.twinspan.control.drill.DrillHistory;
import io.twinspan.control.drill.DrillOptions;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.operation.Time;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.scene.Scene;
import io.twinspan.control.verify.VerifiedLink;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drills a failover of a link every so often. Confined to one thread. */
public final class DrillDuty extends ClaimedDuty {
    private static final Logger LOGGER = LoggerFactory.getLogger(DrillDuty.class);

    /** How much longer the claim lasts than a drill may. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final VerifiedLink link;
    private final @Nullable LinkView back;
    private final Duration interval;
    private final Supplier<DrillOptions> options;
    private final Tally tally;
    private final Surroundings around;

    /**
     * @param back the link in the other direction, or null if the file has none
     * @param interval from the beginning of one to that of the next
     * @param options of each drill
     */
    public DrillDuty(
            VerifiedLink link,
            @Nullable LinkView back,
            Duration interval,
            Supplier<DrillOptions> options,
            Tally tally,
            Surroundings around) {
        super(link.view(), "drill", DrillOptions.LIMIT.plus(MARGIN), around);
        this.link = link;
        this.back = back;
        this.interval = interval;
        this.options = options;
        this.tally = tally;
        this.around = around;
    }

    @Override
    public String name() {
        return "drills of " + link.view().name();
    }

    @Override
    Duration untilDue() {
        Clock clock = around.clock();
        try (var journal = new JournalTopic(link.view(), clock, around.limit())) {
            StoredReports reports = new ReportStore(journal, clock).read();
            tally.drilled(reports);
            return Outlook.untilDue(DrillHistory.last(reports), interval, clock.instant());
        }
    }

    @Override
    void perform(Time time) {
        LOGGER.info(
                "{}: a drill of a failover is due, and begins; it changes nothing",
                link.view().name());
        DrillOptions tried = options.get();
        try (var scene = new Scene(link.view(), back, around.clock(), around.limit())) {
            var parts = new Drill.Parts(
                    time,
                    sentence -> LOGGER.debug("drill of {}: {}", link.view().name(), sentence),
                    around.author().of(tried.told()),
                    around.file());
            Report report =
                    new Drill(scene, link, tried, List.of(), parts).run().report();
            if (Drill.succeeded(report)) {
                LOGGER.info("{}: a failover {} ({})", report.link(), report.sentence(), report.id());
            } else {
                LOGGER.warn(
                        "{}: a failover {}. All of it: twinspan reports {} show {}",
                        report.link(),
                        report.sentence(),
                        around.file(),
                        report.id());
            }
        }
    }
}
