package io.twinspan.app.cli;

import io.twinspan.control.check.Obstacle;
import io.twinspan.control.failover.Failover;
import io.twinspan.control.failover.FailoverOptions;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.hook.Hook;
import io.twinspan.model.error.Misconfigured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How clients are moved, forth and back. Confined to the main thread. */
final class MoveOptions {
    @Option(
            names = "--topics",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Only these topics of the link, by their names on the source.")
    private String topics = ".*";

    @Option(
            names = "--fence",
            paramLabel = "HOW",
            defaultValue = "acl",
            converter = FenceText.class,
            description =
                    "How producers are kept out of the source: acl (ACLs that deny WRITE), quota (a brake), hook (your"
                            + " program, as before-fence), stopped (your word). Default: ${DEFAULT-VALUE}.")
    private FenceKind fence = FenceKind.ACL;

    @Option(
            names = "--fence-principals",
            split = ",",
            paramLabel = "PRINCIPAL",
            description = "Whom --fence acl denies to write; everybody but super users if not given.")
    private List<String> fencePrincipals = List.of();

    @Option(
            names = "--canary-config",
            paramLabel = "PROPERTIES",
            description =
                    "Settings of an application's producer, to prove the fence as that application; nothing is written.")
    private @Nullable Path canaryConfig;

    @Option(
            names = "--stop-consumers",
            description = "Also keep groups from committing on the source any more, so that their positions are final.")
    private boolean stopsConsumers;

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "OBSTACLE",
            description = "Go on in spite of what preflight finds; it names each.")
    private List<String> accepted = List.of();

    @Option(
            names = "--verify",
            paramLabel = "WHAT",
            defaultValue = "tail",
            converter = VerifyChoice.class,
            description =
                    "What is compared, record by record, before clients move: tail (the last 1,000 records or 1 MiB of each"
                            + " partition), all (everything that is copied), none. A difference ends the move. Default:"
                            + " ${DEFAULT-VALUE}.")
    private FailoverOptions.Verify verify = FailoverOptions.Verify.TAIL;

    @Option(
            names = "--verify-limit",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationText.class,
            description = "How long --verify all may take; producers wait for it. Default: ${DEFAULT-VALUE}.")
    private Duration verifyLimit = Duration.ofHours(1);

    @Option(
            names = "--drain-limit",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationText.class,
            description = "How long copying the rest may take. Default: ${DEFAULT-VALUE}.")
    private Duration drainLimit = Duration.ofMinutes(5);

    @Option(
            names = "--groups-wait",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationText.class,
            description =
                    "How long to wait for consumers on the source to read the rest there. Default: ${DEFAULT-VALUE}.")
    private Duration groupsWait = Duration.ofSeconds(10);

    @Option(
            names = "--hook",
            paramLabel = "WHEN-STEP=WHAT",
            description = "Run a command, or POST to an address, around a step: before-open=/opt/move-dns,"
                    + " after-open=https://...; WHEN is before, after or undo. May be repeated.")
    private List<String> hooks = List.of();

    /**
     * The same for a failover.
     *
     * @throws Misconfigured if something is wrong with them
     */
    FailoverOptions options(
            boolean isEmergency, boolean isForced, boolean reverse, long sourceLostAtMs, boolean isFailback) {
        Given.pattern("--topics", topics);
        for (String one : accepted) {
            if (Obstacle.Kind.named(one).isEmpty()) {
                throw new Misconfigured(
                        "--accept",
                        "--accept " + one + ": there is no such obstacle; there are "
                                + Arrays.stream(Obstacle.Kind.values())
                                        .map(Obstacle.Kind::text)
                                        .collect(Collectors.joining(", ")));
            }
        }
        List<Hook> parsed = hooks(hooks);
        if (fence == FenceKind.HOOK
                && parsed.stream().noneMatch(hook -> hook.toString().startsWith("before-fence="))) {
            throw new Misconfigured("--fence", "--fence hook needs --hook before-fence=..., which stops the producers");
        }
        return new FailoverOptions(
                isEmergency,
                isForced,
                reverse,
                topics,
                fence,
                fencePrincipals,
                accepted,
                verify,
                verifyLimit.toMillis(),
                drainLimit.toMillis(),
                groupsWait.toMillis(),
                stopsConsumers,
                sourceLostAtMs,
                isFailback,
                hooks);
    }

    /** What is to be done around steps. */
    static List<Hook> hooks(List<String> texts) {
        return texts.stream()
                .map(text -> Hook.parse(text, Failover.stepNames()))
                .toList();
    }

    /** The settings of the application whose permission is tried; nothing if there are none. */
    Map<String, Object> canary() {
        Path file = canaryConfig;
        if (file == null) {
            return Map.of();
        }
        return new HashMap<>(Given.settings("--canary-config", "cannot read", file));
    }
}
