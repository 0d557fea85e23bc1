package io.twinspan.app.cli;

import io.twinspan.control.lanes.LaneDesk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets partitions leave out the records at which they do not get on. Confined to the main thread. */
@Command(
        name = "accept-gap",
        header = "Lets a partition leave out the records at which it does not get on.",
        description = {
            "",
            "Exactly the source offsets that 'twinspan lanes' shows are left out, for ever; the partition goes",
            "on behind them, and the range stays listed. Of records that the source's retention deleted, also",
            "those that it has deleted since. Consumer positions are translated exactly as before.",
            "",
            "@|bold Examples:|@",
            "  twinspan lanes accept-gap mm2.properties 'dc1->dc2' orders-3",
            "  twinspan lanes accept-gap mm2.properties 'dc1->dc2' --cause record-too-large --dry-run",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class LanesAcceptGapCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LaneChoice choice;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        return choice.decide(new Console(spec.commandLine()), LaneDesk::acceptGaps);
    }
}
