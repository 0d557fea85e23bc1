package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.app.runner.PlanChange.Kind;
import io.twinspan.model.name.ClusterAlias;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanChangeTest {
    private static final ClusterAlias DC2 = new ClusterAlias("dc2");
    private static final ClusterAlias DC3 = new ClusterAlias("dc3");
    private static final WorkerPlan BEFORE = plan(DC2, Map.of("a", "1"), Map.of("topics", "orders", "password", "old"));

    private static WorkerPlan plan(ClusterAlias target, Map<String, String> settings, Map<String, String> connector) {
        return new WorkerPlan(target, settings, Map.of("link", connector));
    }

    @Test
    void nothingChangesWhereTheFileSaysTheSame() {
        assertThat(PlanChange.between(List.of(BEFORE), List.of(BEFORE))).isEmpty();
    }

    @Test
    void aConnectorsKeysAreShownButNoSecret() {
        var after = plan(DC2, Map.of("a", "1"), Map.of("topics", "orders, users", "password", "new", "tasks.max", "2"));

        assertThat(PlanChange.between(List.of(BEFORE), List.of(after)))
                .containsExactly(new PlanChange(
                        DC2,
                        Kind.RECONFIGURE,
                        List.of(
                                "link: password: '[hidden]' -> '[hidden]'",
                                "link: tasks.max: (not set) -> '2'",
                                "link: topics: 'orders' -> 'orders, users'")));
    }

    @Test
    void aWorkersOwnSettingsRestartIt() {
        var after = plan(DC2, Map.of("a", "2"), BEFORE.connectors().get("link"));

        assertThat(PlanChange.between(List.of(BEFORE), List.of(after)))
                .containsExactly(new PlanChange(DC2, Kind.RESTART, List.of("a: '1' -> '2'")));
    }

    @Test
    void targetsComeAndGoAndSoDoLinks() {
        var other = new WorkerPlan(DC2, Map.of("a", "1"), Map.of("other", Map.of()));

        assertThat(PlanChange.between(List.of(BEFORE), List.of(plan(DC3, Map.of(), Map.of()))))
                .containsExactly(
                        new PlanChange(DC2, Kind.STOP, List.of("- link")),
                        new PlanChange(DC3, Kind.START, List.of("+ link")));
        assertThat(PlanChange.between(List.of(BEFORE), List.of(other)))
                .containsExactly(new PlanChange(DC2, Kind.RECONFIGURE, List.of("- link", "+ other")));
    }
}
