package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.app.runner.LivingFile.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivingFileTest {
    @TempDir
    private Path directory;

    private final List<String> applied = new ArrayList<>();
    private Outcome outcome = Outcome.APPLIED;
    private boolean broken;
    private long nowNanos = 1;
    private Path path;
    private LivingFile living;

    @BeforeEach
    void writeFile() throws IOException {
        path = Files.writeString(directory.resolve("mm2.properties"), "one");
        living = new LivingFile(path, "one", true, text -> {
            applied.add(text);
            if (broken) {
                throw new IllegalStateException("a worker did not start");
            }
            return outcome;
        });
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            nowNanos += TimeUnit.SECONDS.toNanos(2);
            living.look(nowNanos);
        }
    }

    @Test
    void appliesAChangeOnceItIsWhole() throws IOException {
        look(3);
        Files.writeString(path, "tw");
        look(1);
        Files.writeString(path, "two");
        look(1);
        assertThat(applied).isEmpty();

        look(3);

        assertThat(applied).containsExactly("two");
    }

    @Test
    void whatIsRefusedIsNotTriedAgainUntilItIsAnother() throws IOException {
        outcome = Outcome.REFUSED;
        Files.writeString(path, "bad");
        look(20);
        outcome = Outcome.APPLIED;
        Files.writeString(path, "good");
        look(2);
        Files.writeString(path, "bad");
        look(2);

        assertThat(applied).containsExactly("bad", "good", "bad");
    }

    @Test
    void whatCannotBeAppliedNowIsTriedAgainAfterAWhile() throws IOException {
        outcome = Outcome.NOT_NOW;
        Files.writeString(path, "two");
        look(10);
        assertThat(applied).containsExactly("two");

        outcome = Outcome.APPLIED;
        look(10);

        assertThat(applied).containsExactly("two", "two");
    }

    @Test
    void whatWaitsForAClusterIsAppliedAgainUntilNothingDoes() {
        living = new LivingFile(path, "one", false, text -> {
            applied.add(text);
            return outcome;
        });
        outcome = Outcome.PARTLY;
        look(2);
        assertThat(applied).containsExactly("one");
        look(4);
        assertThat(applied).as("not all the time").containsExactly("one");
        look(1);
        assertThat(applied).containsExactly("one", "one");

        outcome = Outcome.APPLIED;
        look(40);

        assertThat(applied).containsExactly("one", "one", "one");
    }

    @Test
    void aChangeThatWaitsForAClusterIsInForceAndAppliedAgain() throws IOException {
        outcome = Outcome.PARTLY;
        Files.writeString(path, "two");
        look(2);
        outcome = Outcome.NOT_NOW;
        look(40);
        outcome = Outcome.APPLIED;
        look(40);
        int tried = applied.size();
        look(40);

        assertThat(applied).hasSizeGreaterThan(3).containsOnly("two").hasSize(tried);
    }

    @Test
    void whatIsTakenBackIsNotApplied() throws IOException {
        outcome = Outcome.NOT_NOW;
        Files.writeString(path, "two");
        look(2);
        Files.writeString(path, "one");
        look(40);

        assertThat(applied).containsExactly("two");
    }

    @Test
    void whatMayBeInForceInPartIsTakenBackWithTheFile() throws IOException {
        broken = true;
        Files.writeString(path, "two");
        look(2);
        broken = false;
        Files.writeString(path, "one");
        look(40);

        assertThat(applied).containsExactly("two", "one");
    }

    @Test
    void aFileThatIsGoneChangesNothingAndMayComeBack() throws IOException {
        Files.delete(path);
        look(5);
        Files.writeString(path, "two");
        look(2);

        assertThat(applied).containsExactly("two");
    }
}
