package io.twinspan.bench.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.bench.tool.Tool;
import io.twinspan.testkit.process.Distribution;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.process.ShippedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code twinspan verify} as the distribution starts it, of everything or of next to nothing. Immutable. */
final class Verifying implements Contender {
    /** What the command is called in results, and the same with nothing to compare. */
    static final String VERIFY = "verify";

    static final String START = "start";

    private final ShippedCommand command;
    private final boolean everything;

    private Verifying(ShippedCommand command, boolean everything) {
        this.command = command;
        this.everything = everything;
    }

    /** All that both sides hold. */
    static Verifying everything(Path root) {
        return new Verifying(ShippedCommand.of(Distribution.script(root), VERIFY), true);
    }

    /** The last record of each partition: what it takes to start, to ask both clusters, and to end. */
    static Verifying nextToNothing(Path root) {
        return new Verifying(ShippedCommand.of(Distribution.script(root), VERIFY), false);
    }

    List<String> jvmOptions() {
        return command.jvmOptions();
    }

    @Override
    public String name() {
        return everything ? VERIFY : START;
    }

    @Override
    public String what() {
        return everything
                ? "twinspan verify FILE --json, as the distribution starts it"
                : "the same with --last 1: start, questions to both clusters, one batch a partition";
    }

    @Override
    public JavaProcess start(Copied copied, Path log) {
        JavaProcess.Builder process = JavaProcess.of(command.mainClass())
                .name("twinspan verify")
                .classPath(command.classPath())
                .jvmOptions(command.jvmOptions())
                .arguments("verify", copied.job().file().toString(), "--json")
                .log(log);
        if (!everything) {
            process.arguments("--last", "1");
        } else if (copied.job().profiled()) {
            process.jvmOptions(Tool.observed(copied.job()));
        }
        return process.start();
    }

    @Override
    public Got got(Copied copied, Path log) {
        try {
            return got(Files.readString(log), everything ? copied.topic().records() : 0);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read what twinspan verify said: " + e.getMessage(), e);
        }
    }

    /** Finds the JSON among what it said. */
    static Got got(String said, long leastRecords) throws IOException {
        int begin = said.startsWith("{") ? 0 : said.indexOf("\n{") + 1;
        JsonNode link =
                new ObjectMapper().readTree(said.substring(begin)).path("links").path(0);
        JsonNode counts = link.path("counts");
        if (!link.path("verdict").asText().equals("equal")) {
            throw new IllegalStateException("twinspan verify did not say 'equal'");
        }
        if (counts.path("records").asLong() < leastRecords) {
            throw new IllegalStateException(
                    "twinspan verify compared " + counts.path("records") + " records; there are " + leastRecords);
        }
        return new Got(
                counts.path("sourceBytes").asLong() + counts.path("targetBytes").asLong(),
                link.path("tookMs").asLong() / 1e3,
                counts.path("wholeBatches").asLong(),
                counts.path("openedBatches").asLong());
    }
}
