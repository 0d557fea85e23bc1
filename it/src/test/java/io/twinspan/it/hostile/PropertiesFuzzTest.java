package io.twinspan.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.twinspan.app.runner.Deployment;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.option.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever a property file holds: it is loaded, or every error has its key or line and its cure, and no secret is told. */
class PropertiesFuzzTest {
    private static final String SECRET = "S3CR3T-marker";
    private static final String FILE = """
            # A link from dc1 to dc2.
            clusters = dc1, dc2
            dc1.bootstrap.servers = dc1-kafka:9092
            dc1.security.protocol = SASL_SSL
            dc1.sasl.mechanism = PLAIN
            dc1.sasl.jaas.config = org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="%1$s";
            dc1.ssl.truststore.password = %1$s
            dc2.bootstrap.servers = dc2-kafka:9092
            dc2.ssl.keystore.password = %1$s
            dc2.admin.ssl.key.password = %1$s
            dc1->dc2.enabled = true
            dc1->dc2.topics = orders.*, events.*, users.*
            dc1->dc2.groups = .*
            dc1->dc2.tasks.max = 4
            dc2->dc1.enabled = false
            replication.factor = 3
            replication.policy.separator = .
            sync.topic.configs.enabled = true
            refresh.topics.interval.seconds = 30
            emit.heartbeats.interval.seconds = 1
            link.tip.interval.ms = 3000
            """.formatted(SECRET);

    @Test
    void isLoadedOrExplained() {
        for (long seed : Mutations.seeds(1_500)) {
            var mutations = new Mutations(seed);
            String text = mutations.random().nextInt(50) == 0
                    ? new String(mutations.bytes(3_000), Deployment.CHARSET)
                    : mutations.damagedLines(FILE);
            try {
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check(text));
            } catch (ReplicationException explained) {
                assertThat(explained).as("seed %d", seed).hasMessageMatching("(?s).{10,}");
                assertNoSecret(seed, text, String.valueOf(explained.getMessage()));
            } catch (AssertionError | RuntimeException e) {
                fail("-Dseed=" + seed + " with\n" + text, e);
            }
        }
    }

    private static void check(String text) {
        Deployment deployment = Deployment.of("mm2.properties", text);
        String said = deployment.problems().describe() + deployment;
        if (deployment.problems().hasErrors()) {
            List<Problem> errors = deployment.problems().errors();
            assertThat(errors).allSatisfy(error -> {
                assertThat(error.describe("mm2.properties")).hasSizeGreaterThan(20);
                assertThat(error.line() > 0 || !error.key().isEmpty())
                        .as(error.toString())
                        .isTrue();
            });
        } else {
            // What is right is right for everything that is made of it.
            said += deployment.linkPlans().toString()
                    + deployment.workerPlans()
                    + deployment.linkViews()
                    + deployment.heartbeatPlaces();
        }
        assertNoSecret(-1, text, said);
    }

    private static void assertNoSecret(long seed, String text, String said) {
        if (text.lines().anyMatch(line -> keyHoldsSecret(line))) {
            return;
        }
        assertThat(said).as("seed %d", seed).doesNotContain(SECRET);
    }

    /** Where damage turns the secret into a key, or takes the key away that says that it is one, nobody can know. */
    private static boolean keyHoldsSecret(String line) {
        int at = line.indexOf(SECRET);
        return at >= 0
                && !line.matches("(?s)\\s*(dc1\\.sasl\\.jaas\\.config|dc1\\.ssl\\.truststore\\.password"
                        + "|dc2\\.ssl\\.keystore\\.password|dc2\\.admin\\.ssl\\.key\\.password)\\s*[=:].*");
    }
}
