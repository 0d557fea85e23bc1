package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnyBrokerRouteTest {
    private static final Address ONE = new Address("one", 1);
    private static final Address TWO = new Address("two", 2);
    private static final Address THREE = new Address("three", 3);

    private final AnyBrokerRoute route = new AnyBrokerRoute(List.of(ONE, TWO));

    @Test
    void triesEveryBootstrapServerOnceBeforeABackOffAndThenAgain() {
        assertThat(route.current()).isEqualTo(ONE);
        assertThat(route.advance()).isTrue();
        assertThat(route.current()).isEqualTo(TWO);
        assertThat(route.advance()).isFalse();
        assertThat(route.current()).isEqualTo(ONE);
        assertThat(route.advance()).isTrue();
    }

    @Test
    void staysWithTheBrokerThatAnsweredAndKnowsTheOthersAndTheBootstrapServersBehindIt() {
        route.advance();
        route.learned(List.of(THREE, TWO));

        List<Address> tried = new ArrayList<>();
        do {
            tried.add(route.current());
        } while (route.advance());

        assertThat(tried).containsExactly(TWO, THREE, ONE);
    }

    @Test
    void forgetsBrokersWhenAskedToBootstrapAgain() {
        route.learned(List.of(THREE));
        route.forget();

        assertThat(route.size()).isEqualTo(2);
        assertThat(route.current()).isEqualTo(ONE);
    }
}
