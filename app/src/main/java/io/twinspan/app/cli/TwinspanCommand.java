package io.twinspan.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command: says what there is. Confined to the main thread. */
@Command(
        name = "twinspan",
        header = "Replicates Apache Kafka between datacenters: whole batches, exactly once.",
        description = {
            "",
            "FILE is a MirrorMaker 2 properties file: the one you already have works unchanged.",
            "",
            "@|bold Try it:|@",
            "  twinspan demo                        two real clusters on this machine, and a link between them",
            "",
            "@|bold Use it:|@",
            "  twinspan check mm2.properties        is everything there that the links need? changes nothing",
            "  twinspan plan mm2.properties         what would be created and altered? changes nothing",
            "  twinspan run mm2.properties          replicate, until Ctrl-C or SIGTERM",
            "  twinspan status mm2.properties       is it safe to cut over? how far behind is each link?",
            "  twinspan topics mm2.properties       how far topics and partitions have come, and how fast",
            "  twinspan groups mm2.properties       would consumer groups find their place on the target?",
            "  twinspan doctor mm2.properties LINK  what limits a link, and the setting to change",
            "  twinspan lanes mm2.properties        which partitions have stopped, and how to continue them",
            "  twinspan verify mm2.properties       is the target what the source is? record by record",
            "  twinspan heartbeats mm2.properties   which heartbeats arrived where, and when",
            "  twinspan translate mm2.properties    where a group, or an offset, is in the other cluster",
            "  twinspan drill mm2.properties 'dc1->dc2'       would a failover work today? changes nothing",
            "  twinspan failover mm2.properties 'dc1->dc2'    move producers and consumers to the target",
            "  twinspan failback mm2.properties 'dc1->dc2'    and back again",
            "  twinspan orphans mm2.properties 'dc1->dc2'     what a lost source had taken and nobody copied",
            "  twinspan reports mm2.properties      what operations did, and how they ended",
            "  twinspan mirror --help               MirrorMaker 1's arguments",
            "",
            "  twinspan COMMAND --help              says more about a command",
            "",
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            CheckCommand.class,
            PlanCommand.class,
            RunCommand.class,
            StatusCommand.class,
            TopicsCommand.class,
            GroupsCommand.class,
            DoctorCommand.class,
            LanesCommand.class,
            VerifyCommand.class,
            HeartbeatsCommand.class,
            TranslateCommand.class,
            DrillCommand.class,
            FailoverCommand.class,
            FailbackCommand.class,
            OrphansCommand.class,
            ReportsCommand.class,
            MirrorCommand.class,
            DemoCommand.class
        })
final class TwinspanCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        command.usage(command.getErr(), command.getColorScheme());
        return ExitCode.BAD_INPUT.code();
    }
}
