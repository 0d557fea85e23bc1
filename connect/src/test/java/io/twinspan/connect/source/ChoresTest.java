package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.Refresh.Outcome;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoresTest {
    private static final Outcome ORDERS = new Outcome(Map.of("orders", 1), List.of("orders"), List.of(), List.of());
    private static final Outcome GROWN =
            new Outcome(Map.of("orders", 1, "new", 1), List.of("new", "orders"), List.of(), List.of());

    private final Chores chores = new Chores(new LinkName(new ClusterAlias("dc1"), new ClusterAlias("dc2")));
    private final List<Integer> done = new ArrayList<>();

    @Test
    void eachIsDoneAtItsOwnInterval() {
        chores.add("often", Duration.ofSeconds(1), outcome -> does(1));
        chores.add("seldom", Duration.ofSeconds(10), outcome -> does(2));

        assertThat(chores.run(ORDERS, 0)).isEqualTo(1_000);
        assertThat(chores.run(ORDERS, 999)).isEqualTo(1);
        assertThat(done).containsExactly(1, 2);
        chores.run(ORDERS, 1_000);
        assertThat(done).containsExactly(1, 2, 1);
        chores.run(ORDERS, 10_000);
        assertThat(done).containsExactly(1, 2, 1, 1, 2);
    }

    @Test
    void newTopicsDoNotWait() {
        chores.add("seldom", Duration.ofSeconds(600), outcome -> does(1));
        chores.run(ORDERS, 0);

        chores.run(GROWN, 5);
        chores.run(GROWN, 6);

        assertThat(done).hasSize(2);
    }

    @Test
    void whatFailsIsRepeatedSoonAndTakesNothingElseDown() {
        chores.add("fails", Duration.ofSeconds(600), outcome -> {
            throw new IllegalStateException("a plug-in's defect");
        });
        chores.add("has a problem", Duration.ofSeconds(600), outcome -> {
            done.add(1);
            return List.of(new Problem("topic", "may not"));
        });

        assertThat(chores.run(ORDERS, 0)).isEqualTo(30_000);
        chores.run(ORDERS, 30_000);

        assertThat(done).hasSize(2);
    }

    @Test
    void whatIsNeverToBeDoneIsNot() {
        chores.add("never", null, outcome -> does(1));

        assertThat(chores.run(ORDERS, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(done).isEmpty();
    }

    private List<Problem> does(int chore) {
        done.add(chore);
        return List.of();
    }
}
