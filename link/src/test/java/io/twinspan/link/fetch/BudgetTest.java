package io.twinspan.link.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.fake.FakeExchange;
import io.twinspan.link.fake.FakeLease;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final FakeExchange exchange = new FakeExchange();

    @Test
    void countsWhatIsLeasedAndWhatIsExpected() {
        var budget = new Budget(exchange, 100, Long.MAX_VALUE);
        FakeLease lease = exchange.lease(40);
        assertThat(budget.allows(60, 0)).isTrue();
        budget.expect(60);
        assertThat(budget.allows(1, 0)).isFalse();

        budget.received(60, 10, 0);
        assertThat(budget.allows(60, 0)).isTrue();
        assertThat(budget.allows(61, 0)).isFalse();
        lease.release();
        assertThat(budget.allows(100, 0)).isTrue();
    }

    @Test
    void alwaysAllowsOneAnswer() {
        var budget = new Budget(exchange, 100, Long.MAX_VALUE);
        assertThat(budget.allows(5_000, 0)).isTrue();
        budget.expect(5_000);
        assertThat(budget.allows(1, 0)).isFalse();
        budget.received(5_000, 0, 0);
        assertThat(budget.allows(5_000, 0)).isTrue();
    }

    @Test
    void waitsUntilTheRateHasPaidForWhatCame() {
        var budget = new Budget(exchange, 1_000_000, 1_000);
        budget.expect(10);
        budget.received(10, 500, 10_000);

        assertThat(budget.waitMs(10_000)).isEqualTo(500);
        assertThat(budget.allows(10, 10_000)).isFalse();
        assertThat(budget.waitMs(10_400)).isEqualTo(100);
        assertThat(budget.waitMs(10_500)).isZero();
        assertThat(budget.allows(10, 10_500)).isTrue();
    }

    @Test
    void idleTimeEarnsNoCredit() {
        var budget = new Budget(exchange, 1_000_000, 1_000);
        assertThat(budget.waitMs(1_000_000)).isZero();
        budget.received(0, 2_000, 1_000_000);

        assertThat(budget.waitMs(1_000_000)).isEqualTo(2_000);
    }
}
