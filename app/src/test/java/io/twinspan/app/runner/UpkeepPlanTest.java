package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.app.runner.UpkeepPlan.Drilling;
import io.twinspan.app.runner.UpkeepPlan.Verifying;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.model.option.UpkeepOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file has done for its links by itself. */
class UpkeepPlanTest {
    private static final String FILE = """
            clusters = dc1, dc2
            dc1.bootstrap.servers = 127.0.0.1:1
            dc2.bootstrap.servers = 127.0.0.1:2
            dc1->dc2.enabled = true
            dc2->dc1.enabled = true
            """;

    private static Deployment deployment(String more) {
        Deployment deployment = Deployment.of("mm2.properties", FILE + more);
        assertThat(deployment.problems().all()).isEmpty();
        return deployment;
    }

    @Test
    void nothingIsDoneUnlessTheFileSaysSo() {
        assertThat(deployment("").upkeepPlans()).isEmpty();
        assertThat(deployment("link.drill.interval.seconds = 0\nlink.verify.interval.seconds = 0")
                        .upkeepPlans())
                .isEmpty();
    }

    @Test
    void eachLinkHasWhatIsSaidOfIt() {
        List<UpkeepPlan> plans = deployment("""
                        dc1->dc2.link.drill.interval.seconds = 604800
                        dc1->dc2.link.drill.records = 50
                        dc1->dc2.link.drill.fence = stopped
                        dc1->dc2.link.drill.accept = group-active, lag-too-large
                        """).upkeepPlans();

        assertThat(plans).singleElement().satisfies(plan -> {
            assertThat(plan.link().view().name()).hasToString("dc1->dc2");
            assertThat(plan.back()).satisfies(back -> assertThat(back.name()).hasToString("dc2->dc1"));
            assertThat(plan.verifying()).isEmpty();
            assertThat(plan.drilling())
                    .contains(new Drilling(
                            Duration.ofDays(7), 50, 0, "stopped", List.of("group-active", "lag-too-large")));
            assertThat(plan.drilling().orElseThrow().options().fence()).isEqualTo(FenceKind.STOPPED);
        });
    }

    @Test
    void whatIsSaidForAllLinksHoldsForEach() {
        List<UpkeepPlan> plans = deployment("link.verify.interval.seconds = 86400\nlink.verify.rate.bytes = 5000000")
                .upkeepPlans();

        assertThat(plans)
                .hasSize(2)
                .allSatisfy(
                        plan -> assertThat(plan.verifying()).contains(new Verifying(Duration.ofDays(1), 5_000_000)));
    }

    @Test
    void aChangeOfThemDoesNotHaveTheConnectorsBeginAnew() {
        assertThat(deployment("link.drill.interval.seconds = 60\ndc1->dc2.link.verify.interval.seconds = 60")
                        .workerPlans())
                .isEqualTo(deployment("").workerPlans());
    }

    @Test
    void whatCannotBeIsAnError() {
        for (String wrong : List.of(
                "link.drill.interval.seconds = -1",
                "link.drill.records = 0",
                "link.drill.fence = wall",
                "link.drill.accept = bad-weather",
                "link.verify.rate.bytes = 1")) {
            assertThat(Deployment.of("mm2.properties", FILE + wrong).problems().hasErrors())
                    .as(wrong)
                    .isTrue();
        }
    }

    @Test
    void whatCanBeAcceptedIsAnObstacle() {
        String[] names = UpkeepOptions.DRILL_ACCEPT
                .range()
                .text()
                .substring("a list of ".length())
                .split(", ");

        assertThat(names)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(Obstacle.Kind.named(name)).isPresent());
    }
}
