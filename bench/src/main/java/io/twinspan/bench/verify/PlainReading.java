package io.twinspan.bench.verify;

import io.twinspan.bench.verify.plain.PlainRead;
import io.twinspan.bench.verify.plain.PlainReadMain;
import io.twinspan.bench.verify.plain.PlainReader;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.util.List;

/** A plain reader in a JVM of its own. Immutable. */
record PlainReading(PlainReader reader) implements Contender {
    private static final List<String> OPTIONS =
            List.of("-Xms256m", "-Xmx512m", "-Dlog4j2.configurationFile=twinspan-bench-log4j2.properties");

    @Override
    public String name() {
        return reader.label();
    }

    @Override
    public String what() {
        return reader.what();
    }

    @Override
    public JavaProcess start(Copied copied, Path log) {
        return JavaProcess.of(PlainReadMain.class.getName())
                .name(name())
                .jvmOptions(OPTIONS)
                .arguments(
                        name(),
                        file(log).toString(),
                        Integer.toString(copied.topic().partitions()))
                .arguments(copied.source(), copied.job().topic())
                .arguments(copied.target(), copied.job().targetTopic())
                .log(log)
                .start();
    }

    @Override
    public Got got(Copied copied, Path log) {
        PlainRead read = PlainRead.read(file(log));
        boolean isAll = reader == PlainReader.FETCH
                ? read.bytes() == copied.bytes()
                : read.records() >= 2 * copied.topic().records();
        if (!isAll) {
            throw new IllegalStateException(name() + " read " + read + " of " + copied.bytes() + " bytes and "
                    + 2 * copied.topic().records() + " records");
        }
        return new Got(copied.bytes(), read.seconds(), 0, 0);
    }

    private static Path file(Path log) {
        return log.resolveSibling("read.json");
    }
}
