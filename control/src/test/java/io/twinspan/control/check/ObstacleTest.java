package io.twinspan.control.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.check.Obstacle.Weight;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObstacleTest {

    @Test
    void whatCanBeAcceptedStandsInTheWayUntilItIs() {
        var obstacles = new Obstacles(Set.of(Kind.GROUP_ACTIVE));
        obstacles.add(Kind.TOPIC_MISSING, "topics a", "are not on dc2", "Wait");
        obstacles.add(Kind.GROUP_ACTIVE, "groups g", "have members on dc2", "Stop them");

        assertThat(obstacles.blocking())
                .containsExactly(
                        new Obstacle(Kind.TOPIC_MISSING, Weight.ACCEPTABLE, "topics a", "are not on dc2", "Wait"));
        assertThat(obstacles.all()).hasSize(2);
        assertThat(obstacles.all().get(1).weight()).isEqualTo(Weight.REMARK);
        assertThat(obstacles.all().get(1).sentence())
                .isEqualTo("groups g: have members on dc2. Accepted by the operator");
    }

    @Test
    void whatNobodyCanAcceptStandsInTheWayWhateverIsAccepted() {
        var obstacles = new Obstacles(Set.of(Kind.values()));
        obstacles.addFatal(Kind.NO_AUTHORIZER, "cluster dc1", "has no authorizer", "Use another --fence");

        assertThat(obstacles.blocking()).hasSize(1);
        assertThat(obstacles.blocking().get(0).sentence())
                .as("it names no way to accept it")
                .isEqualTo("cluster dc1: has no authorizer. Use another --fence");
    }

    @Test
    void aRemarkStandsInNobodysWay() {
        var obstacles = new Obstacles(Set.of());
        obstacles.remark(Kind.CLOCK_DIFFERENCE, "clock", "differs", "");

        assertThat(obstacles.blocking()).isEmpty();
        assertThat(obstacles.all())
                .singleElement()
                .extracting(Obstacle::sentence)
                .isEqualTo("clock: differs");
    }

    @Test
    void whatCanBeAcceptedSaysByWhichWord() {
        assertThat(new Obstacle(Kind.LAG_TOO_LARGE, Weight.ACCEPTABLE, "link", "lags", "Wait").sentence())
                .isEqualTo("link: lags. Wait; to go on regardless: --accept lag-too-large");
    }

    @Test
    void everyKindHasAWordOfItsOwnByWhichItIsFound() {
        var words = new HashSet<String>();
        for (Kind kind : Kind.values()) {
            assertThat(kind.text()).matches("[a-z]+(-[a-z]+)*");
            assertThat(words.add(kind.text())).as(kind.text()).isTrue();
            assertThat(Kind.named(kind.text())).contains(kind);
        }
        assertThat(Kind.named("topic_missing")).isEmpty();
        assertThat(Kind.named("TOPIC-MISSING")).isEmpty();
        assertThat(Kind.named("")).isEmpty();
    }

    @Test
    void ofManyNamesTheFirstFiveAreShown() {
        assertThat(Obstacles.some(List.of())).isEmpty();
        assertThat(Obstacles.some(List.of("b", "a"))).isEqualTo("a, b");
        assertThat(Obstacles.some(List.of("e", "d", "c", "b", "a"))).isEqualTo("a, b, c, d, e");
        assertThat(Obstacles.some(List.of("g", "f", "e", "d", "c", "b", "a"))).isEqualTo("a, b, c, d, e and 2 more");
    }
}
