package io.twinspan.it.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.model.name.LinkName;
import io.twinspan.testkit.sim.invariant.Promise;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.owner.RealLink;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import io.twinspan.testkit.sim.scenario.SimScenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target whose brokers take no producer id but those that they handed out: the link says so, and neither stops nor spins. */
class RefusedIdsSimTest {
    private static final LinkConfig CONFIG = LinkConfig.defaults(LinkName.parse("dc1->dc2"));

    @ParameterizedTest
    @EnumSource(
            names = {
                "INVALID_PRODUCER_ID_MAPPING",
                "INVALID_PRODUCER_EPOCH",
                "UNKNOWN_PRODUCER_ID",
                "PRODUCER_FENCED",
                "OUT_OF_ORDER_SEQUENCE_NUMBER",
                "TRANSACTIONAL_ID_AUTHORIZATION_FAILED"
            })
    void saysWhyNothingIsCopied(BrokerError refusal) {
        List<Link> links = new ArrayList<>();
        String topic = ScenarioSetup.topic(0);
        var lane =
                new LaneSpec(topic, 0, ScenarioSetup.targetTopic(topic), 0, null, LaneSpec.StartAt.EARLIEST, List.of());
        ScenarioSetup setup =
                ScenarioSetup.of(1).withTopics(List.of(LoadProfile.plain(50))).withTimes(5_000, 30_000, 120_000);
        var scenario = new SimScenario(setup, RealLink.of(CONFIG, List.of(lane), links::add));
        scenario.target().refuseChosenProducerIds(refusal);
        scenario.waive(Promise.NO_LOSS, "nothing can be copied");

        scenario.run();

        Link last = links.get(links.size() - 1);
        assertThat(last.stats().lanes()).singleElement().satisfies(stats -> {
            assertThat(stats.trouble()).contains("does not accept producer ids", refusal.name(), "link.mode = record");
            assertThat(stats.records()).isZero();
        });
        assertThat(scenario.owner().started()).as("incarnations").isLessThanOrEqualTo(2);
    }
}
