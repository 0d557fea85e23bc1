package io.twinspan.connect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.connect.sync.ConfigReconciler.Observed;
import io.twinspan.connect.sync.ConfigSelection.Selected;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReconcilerTest {
    private static final String TOPIC = "dc1.orders";
    private static final Map<String, String> DEFAULTS =
            Map.of("retention.ms", "604800000", "max.message.bytes", "1048588");

    @Test
    void givesTheTargetWhatTheSourceSets() {
        assertThat(plan(there(Map.of()), own(Map.of("retention.ms", "1000")), Map.of()))
                .containsExactly(new ConfigChange.Set(TOPIC, "retention.ms", "604800000", "1000", false));
    }

    @Test
    void leavesWhatIsInStepAlone() {
        assertThat(plan(there(Map.of("retention.ms", "1000")), own(Map.of("retention.ms", "1000")), Map.of()))
                .isEmpty();
    }

    @Test
    void setsAValueOfTheSourceThatHappensToBeTheTargetsDefault() {
        assertThat(plan(there(Map.of()), own(Map.of("retention.ms", "604800000")), Map.of()))
                .containsExactly(new ConfigChange.Set(TOPIC, "retention.ms", "604800000", "604800000", false));
    }

    @Test
    void namesADriftWhereTheLinkHadSetTheValue() {
        assertThat(plan(
                        there(Map.of("retention.ms", "5")),
                        own(Map.of("retention.ms", "1000")),
                        Map.of("retention.ms", "1000")))
                .containsExactly(new ConfigChange.Set(TOPIC, "retention.ms", "5", "1000", true));
    }

    @Test
    void takesBackWhatTheLinkSetAndTheSourceSetsNoMore() {
        assertThat(plan(there(Map.of("retention.ms", "1000")), own(Map.of()), Map.of("retention.ms", "1000")))
                .containsExactly(new ConfigChange.Unset(TOPIC, "retention.ms", "1000"));
    }

    @Test
    void leavesWhatWasSetOnTheTargetAlone() {
        assertThat(plan(there(Map.of("max.message.bytes", "9")), own(Map.of()), Map.of()))
                .containsExactly(new ConfigChange.Leave(TOPIC, "max.message.bytes", "9"));
        // The link had set another value: whoever changed it since means it.
        assertThat(plan(there(Map.of("retention.ms", "5")), own(Map.of()), Map.of("retention.ms", "1000")))
                .containsExactly(new ConfigChange.Leave(TOPIC, "retention.ms", "5"));
    }

    @Test
    void doesNotLookAtWhatIsExcluded() {
        assertThat(plan(there(Map.of("min.insync.replicas", "2")), own(Map.of()), Map.of()))
                .isEmpty();
    }

    @Test
    void setsADefaultOfTheSourceOnlyWhereAnotherHoldsOnTheTarget() {
        var selected = new Selected(Map.of(), Map.of("retention.ms", "77", "max.message.bytes", "1048588"));

        assertThat(plan(there(Map.of()), selected, Map.of()))
                .containsExactly(new ConfigChange.Set(TOPIC, "retention.ms", "604800000", "77", false));
    }

    @Test
    void saysNothingOfATopicThatTheTargetDoesNotHave() {
        assertThat(ConfigReconciler.plan(
                        Map.of(), Map.of(TOPIC, own(Map.of("retention.ms", "1"))), Map.of(), name -> true))
                .isEmpty();
    }

    @Test
    void remembersWhatStandsThereBecauseOfTheSource() {
        var observed = Map.of(TOPIC, there(Map.of("retention.ms", "1000", "max.message.bytes", "9")));
        var desired = Map.of(TOPIC, own(Map.of("retention.ms", "1000", "cleanup.policy", "compact")));
        List<ConfigChange> plan = ConfigReconciler.plan(observed, desired, Map.of(), name -> true);

        assertThat(ConfigReconciler.memory(observed, desired, plan))
                .isEqualTo(Map.of(TOPIC, Map.of("retention.ms", "1000", "cleanup.policy", "compact")));
    }

    @Test
    void remembersADefaultOfTheSourceAsLongAsItStandsOnTheTarget() {
        var selected = new Selected(Map.of(), Map.of("retention.ms", "77"));
        var before = Map.of(TOPIC, there(Map.of()));
        var after = Map.of(TOPIC, there(Map.of("retention.ms", "77")));
        var desired = Map.of(TOPIC, selected);
        var set = ConfigReconciler.plan(before, desired, Map.of(), name -> true);

        var first = ConfigReconciler.memory(before, desired, set);
        var second = ConfigReconciler.memory(after, desired, List.of());

        assertThat(first).isEqualTo(Map.of(TOPIC, Map.of("retention.ms", "77"))).isEqualTo(second);
        // The operator goes back to the target's defaults.
        assertThat(ConfigReconciler.plan(after, Map.of(TOPIC, own(Map.of())), second, name -> true))
                .containsExactly(new ConfigChange.Unset(TOPIC, "retention.ms", "77"));
    }

    @Test
    void remembersWhatIsTakenBackUntilThatIsDone() {
        var observed = Map.of(TOPIC, there(Map.of("retention.ms", "1000")));
        var desired = Map.of(TOPIC, own(Map.of()));
        var remembered = Map.of(TOPIC, Map.of("retention.ms", "1000"));
        List<ConfigChange> unset = ConfigReconciler.plan(observed, desired, remembered, name -> true);

        var during = ConfigReconciler.memory(observed, desired, unset);

        assertThat(during).isEqualTo(remembered);
        assertThat(ConfigReconciler.settled(during, List.of(), unset)).isEqualTo(remembered);
        assertThat(ConfigReconciler.settled(during, unset, List.of())).isEqualTo(Map.of(TOPIC, Map.of()));
    }

    @Test
    void doesNotRememberWhatTheTargetRefusedToTake() {
        var observed = Map.of(TOPIC, there(Map.of()));
        var desired = Map.of(TOPIC, own(Map.of("retention.ms", "1000", "remote.storage.enable", "true")));
        List<ConfigChange> sets = ConfigReconciler.plan(observed, desired, Map.of(), name -> true);
        var during = ConfigReconciler.memory(observed, desired, sets);
        var refused =
                sets.stream().filter(set -> set.name().startsWith("remote")).toList();

        assertThat(ConfigReconciler.settled(during, List.of(), refused))
                .isEqualTo(Map.of(TOPIC, Map.of("retention.ms", "1000")));
    }

    private static List<ConfigChange> plan(Observed there, Selected wanted, Map<String, String> memory) {
        return ConfigReconciler.plan(
                Map.of(TOPIC, there),
                Map.of(TOPIC, wanted),
                Map.of(TOPIC, memory),
                name -> !name.equals("min.insync.replicas"));
    }

    private static Observed there(Map<String, String> own) {
        var effective = new HashMap<>(DEFAULTS);
        effective.putAll(own);
        return new Observed(own, effective);
    }

    private static Selected own(Map<String, String> values) {
        return new Selected(values, Map.of());
    }
}
