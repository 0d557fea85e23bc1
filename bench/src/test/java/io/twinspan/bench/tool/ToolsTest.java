package io.twinspan.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.testkit.process.ShippedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Job job(boolean readCommitted) {
        return new Job(
                "s3",
                Map.of("bootstrap.servers", "a:1"),
                "t3",
                Map.of("bootstrap.servers", "b:1"),
                "bench-lz4",
                8,
                "lz4",
                readCommitted,
                directory,
                false);
    }

    @Test
    void learnsTheShippedOptionsFromTheShippedScript() {
        ShippedCommand command = ShippedCommand.of(Path.of("../app/src/dist/bin/twinspan"), "run");

        assertThat(command.jvmOptions()).allMatch(option -> option.startsWith("-X") || option.startsWith("-D"));
        assertThat(command.jvmOptions()).anyMatch(option -> option.startsWith("-Xmx"));
        assertThat(command.classPath()).contains("/lib/*");
        assertThat(command.mainClass()).isEqualTo("io.twinspan.app.cli.Main");
    }

    @Test
    void saysWhichScriptDoesNotAnswer() throws IOException {
        Path script = directory.resolve("silent");
        Files.writeString(script, "#!/bin/sh\necho broken; exit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> ShippedCommand.of(script, "run"))
                .hasMessageContaining(script.toString())
                .hasMessageContaining("broken");
    }

    @Test
    void asksBothProgramsForTheSameAndTunesOnlyMirrorMaker() throws IOException {
        String plain = Files.readString(Mm2File.write(job(false), Map.of()));
        String tuned = Files.readString(Mm2File.write(job(false), MirrorMaker.tuning(job(false))));

        assertThat(tuned.lines()).containsAll(plain.lines().toList());
        assertThat(plain).contains("s3->t3.topics = bench-lz4\n").doesNotContain("read_committed", "tasks.max");
        assertThat(tuned)
                .contains(
                        "tasks.max = 2\n",
                        "t3.producer.compression.type = lz4\n",
                        "s3.consumer.max.poll.records = 5000\n");
    }

    @Test
    void readsOnlyCommittedDataWhereThereIsOther() throws IOException {
        assertThat(Files.readString(Mm2File.write(job(true), Map.of())))
                .contains("s3.consumer.isolation.level = read_committed\n");
    }
}
