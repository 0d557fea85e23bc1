package io.twinspan.bench.faults.scene;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A long-distance line between two network namespaces, made by {@code dev/wan/wan}: real TCP, real loss. Names and addresses are of
 * this process, so that two runs do not meet. Confined to one thread.
 */
public final class WanLine implements Line, AutoCloseable {
    private static final int NETS = 250;

    private final Path script;
    private final List<String> names;
    private final String net;
    private final Map<String, String> environment;
    private final String description;

    private WanLine(Path root, int delayMs, int megabits) {
        script = root.resolve("dev/wan/wan");
        long pid = ProcessHandle.current().pid();
        names = List.of("tw" + pid + "a", "tw" + pid + "b");
        net = "10.77." + pid % NETS;
        environment = Map.of(
                "WAN_NAMES",
                String.join(" ", names),
                "WAN_NET",
                net,
                "WAN_STATE",
                root.resolve("bench/target/wan-" + pid).toString());
        description = "line between network namespaces, " + 2 * delayMs + " ms round trip, " + megabits + " Mbit/s";
    }

    /** Why this machine cannot have one, or empty. */
    public static Optional<String> missing() {
        if (!Shell.isRoot()) {
            return Optional.of("only root may make network namespaces");
        }
        for (String command : List.of("ip", "gcc", "bash")) {
            if (!Shell.has(command)) {
                return Optional.of("the command " + command + " is missing (Debian: iproute2, gcc, libc6-dev)");
            }
        }
        return Optional.empty();
    }

    /** Makes one; {@code delayMs} is one way. */
    static WanLine open(Path root, int delayMs, int megabits) {
        WanLine line = new WanLine(root, delayMs, megabits);
        try {
            line.wan("up", Integer.toString(delayMs), Integer.toString(megabits), "0");
            line.wan("doors");
        } catch (IllegalStateException e) {
            line.close();
            throw e;
        }
        return line;
    }

    private void wan(String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Shell.run(environment, command);
    }

    /** The address of an end: 0 is the source's, 1 the target's. */
    String address(int end) {
        return net + "." + (end + 1);
    }

    /** What starts a program at an end. */
    List<String> launcher(int end) {
        return List.of("ip", "netns", "exec", names.get(end));
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void cut() {
        wan("cut");
    }

    @Override
    public void mend() {
        wan("mend");
    }

    @Override
    public void lose(double percent) {
        wan("loss", String.format(Locale.ROOT, "%.2f", percent));
    }

    @Override
    public void forget() {
        wan("forget");
    }

    @Override
    public void close() {
        wan("down");
    }
}
