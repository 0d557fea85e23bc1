package io.twinspan.control.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.check.Obstacle.Weight;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObstaclesTest {

    @Test
    void whatIsInTheWaySaysHowToGoOnRegardless() {
        var obstacles = new Obstacles(Set.of());
        obstacles.add(Kind.GROUP_ACTIVE, "groups a, b", "have members on dc2", "Stop these consumers there");

        assertThat(obstacles.blocking())
                .singleElement()
                .satisfies(one -> assertThat(one.sentence())
                        .isEqualTo(
                                "groups a, b: have members on dc2. Stop these consumers there; to go on regardless: --accept"
                                        + " group-active"));
    }

    @Test
    void whatIsAcceptedIsStillSaid() {
        var obstacles = new Obstacles(Set.of(Kind.GROUP_ACTIVE));
        obstacles.add(Kind.GROUP_ACTIVE, "group a", "has members on dc2", "Stop them");

        assertThat(obstacles.blocking()).isEmpty();
        assertThat(Obstacles.sentences(obstacles.all()))
                .containsExactly("group a: has members on dc2. Accepted by the operator");
    }

    @Test
    void nobodyCanAcceptWhatIsFatal() {
        var obstacles = new Obstacles(Set.of(Kind.HELD));
        obstacles.addFatal(Kind.HELD, "link dc1->dc2", "is held", "Complete that operation");

        assertThat(obstacles.blocking()).singleElement().satisfies(one -> {
            assertThat(one.weight()).isEqualTo(Weight.FATAL);
            assertThat(one.sentence()).doesNotContain("--accept");
        });
    }

    @Test
    void ofManyOfOneKindOnlyTheFirstAreShown() {
        var obstacles = new Obstacles(Set.of());
        for (int i = 0; i < 200; i++) {
            obstacles.add(Kind.GROUP_NOT_EXACT, "group " + i, "is not exact", "");
        }
        obstacles.add(Kind.HANGING_TRANSACTION, "partition orders-0", "is held up", "");

        List<String> sentences = Obstacles.sentences(obstacles.all());

        assertThat(sentences).hasSize(7);
        assertThat(sentences.get(4)).startsWith("group 4: ");
        assertThat(sentences.get(5)).startsWith("partition orders-0: ");
        assertThat(sentences.get(6))
                .isEqualTo("and 195 more of the kind group-not-exact; --dry-run --json lists them all");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindIsReadAsItIsWritten(Kind kind) {
        assertThat(Kind.named(kind.text())).contains(kind);
        assertThat(kind.text()).matches("[a-z]+(-[a-z]+)*");
    }
}
