package io.twinspan.testkit.leak;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LeakCheckTest {

    @Test
    void namesAThreadThatGoesOnAndForgetsOneThatEnds() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        LeakCheck check = LeakCheck.begin().grace(Duration.ofMillis(300));
        Thread thread = new Thread(() -> awaitQuietly(end), "twinspan-link-orders");
        thread.start();

        assertThatThrownBy(check::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessage("left behind:\n  thread twinspan-link-orders");

        end.countDown();
        thread.join();
        assertThatCode(check::verify).doesNotThrowAnyException();
    }

    @Test
    void namesAClientThatIsStillOpen() {
        LeakCheck check = LeakCheck.begin().grace(Duration.ofMillis(300));
        Admin forgotten = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1", "client.id", "forgotten"));
        try {
            assertThatThrownBy(check::verify)
                    .hasMessageContaining("open client kafka.admin.client:id=forgotten,type=app-info")
                    .hasMessageContaining("thread kafka-admin-client-thread | forgotten");
        } finally {
            forgotten.close();
        }
        assertThatCode(check::verify).doesNotThrowAnyException();
    }

    @Test
    void namesErrorsThatNobodyExpected(@TempDir Path directory) throws IOException {
        Path errors = Files.writeString(directory.resolve("errors"), "old: error\n");
        LeakCheck check = LeakCheck.begin(errors).expectErrors("broker 2 is gone");
        Files.writeString(errors, "a.B: broker 2 is gone\n", StandardOpenOption.APPEND);
        assertThatCode(check::verify).doesNotThrowAnyException();

        Files.writeString(errors, "a.B: lane broke\n", StandardOpenOption.APPEND);
        assertThatThrownBy(check::verify).hasMessage("left behind:\n  logged error a.B: lane broke");
    }

    @Test
    void seesWhatTheBuildsLoggingWritesDown() {
        LeakCheck check = LeakCheck.begin();
        LoggerFactory.getLogger("kafka.server.Fake").error("the disk is gone", new IOException("no space left"));

        assertThatThrownBy(check::verify)
                .hasMessageContaining("logged error kafka.server.Fake: the disk is gone")
                .hasMessageContaining("no space left");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
