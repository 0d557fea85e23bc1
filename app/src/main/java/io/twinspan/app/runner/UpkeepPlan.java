package io.twinspan.app.runner;

import io.twinspan.control.drill.DrillOptions;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.upkeep.DrillDuty;
import io.twinspan.control.upkeep.Duty;
import io.twinspan.control.upkeep.Surroundings;
import io.twinspan.control.upkeep.Tally;
import io.twinspan.control.upkeep.VerifyDuty;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.UpkeepOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done for a link by itself, besides copying. Immutable. Holds secrets, and never shows them.
 *
 * @param back the link in the other direction, or null if the file has none
 * @param originals all that the file says of the link, so that a change of it shows
 */
record UpkeepPlan(
        VerifiedLink link,
        @Nullable LinkView back,
        Optional<Drilling> drilling,
        Optional<Verifying> verifying,
        Map<String, String> originals) {

    /** Drills of a failover. Immutable. */
    record Drilling(Duration interval, int records, int sample, String fence, List<String> accepted) {
        /** Those of one drill; each chooses its groups anew. */
        DrillOptions options() {
            return new DrillOptions(
                    ".*",
                    DrillOptions.fence(fence),
                    accepted,
                    records,
                    ".*",
                    sample,
                    ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE),
                    DrillOptions.LIMIT);
        }
    }

    /** Continuous verification. Immutable. */
    record Verifying(Duration interval, long rateBytes) {}

    UpkeepPlan {
        originals = Map.copyOf(originals);
    }

    static UpkeepPlan of(LinkConfiguration configuration, VerifiedLink link, @Nullable LinkView back) {
        long drills = configuration.get(UpkeepOptions.DRILL_INTERVAL);
        long passes = configuration.get(UpkeepOptions.VERIFY_INTERVAL);
        return new UpkeepPlan(
                link,
                back,
                drills == 0
                        ? Optional.empty()
                        : Optional.of(new Drilling(
                                Duration.ofSeconds(drills),
                                configuration.get(UpkeepOptions.DRILL_RECORDS),
                                configuration.get(UpkeepOptions.DRILL_SAMPLE),
                                configuration.get(UpkeepOptions.DRILL_FENCE),
                                configuration.get(UpkeepOptions.DRILL_ACCEPT))),
                passes == 0
                        ? Optional.empty()
                        : Optional.of(new Verifying(
                                Duration.ofSeconds(passes), configuration.get(UpkeepOptions.VERIFY_RATE))),
                configuration.originals());
    }

    /** What makes the duties, each in the thread that will attend to it. */
    List<Supplier<Duty>> duties(Tally tally, Surroundings around) {
        var duties = new ArrayList<Supplier<Duty>>();
        drilling.ifPresent(drills ->
                duties.add(() -> new DrillDuty(link, back, drills.interval(), drills::options, tally, around)));
        verifying.ifPresent(
                passes -> duties.add(() -> new VerifyDuty(link, passes.interval(), passes.rateBytes(), tally, around)));
        return duties;
    }

    @Override
    public String toString() {
        return "upkeep of " + link.view().name() + ", " + drilling + ", " + verifying;
    }
}
