package io.twinspan.testkit.sim.scenario;

import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.load.LoadProfile;
import java.util.List;

/**
 * The size and shape of a simulation. Immutable.
 *
 * @param topics one topic for each, named by {@link #topic}
 * @param minLoadMs how long the time of faults lasts at least
 * @param loadMs how long it lasts at most, even if the load is not written yet
 * @param finishMs how long the link may take to catch up afterwards
 * @param positionDelayMs how long a position takes to become durable, at most
 */
public record ScenarioSetup(
        long seed,
        int brokers,
        List<LoadProfile> topics,
        TopicSettings sourceSettings,
        TopicSettings targetSettings,
        long minLoadMs,
        long loadMs,
        long finishMs,
        long positionDelayMs) {
    public ScenarioSetup {
        topics = List.copyOf(topics);
    }

    /** One topic with one partition and plain load on three brokers. */
    public static ScenarioSetup of(long seed) {
        return new ScenarioSetup(
                seed,
                3,
                List.of(LoadProfile.plain(300)),
                TopicSettings.of(1, 3),
                TopicSettings.of(1, 3),
                5_000,
                60_000,
                60_000,
                60);
    }

    public ScenarioSetup withBrokers(int count) {
        return new ScenarioSetup(
                seed, count, topics, sourceSettings, targetSettings, minLoadMs, loadMs, finishMs, positionDelayMs);
    }

    public ScenarioSetup withTopics(List<LoadProfile> profiles) {
        return new ScenarioSetup(
                seed, brokers, profiles, sourceSettings, targetSettings, minLoadMs, loadMs, finishMs, positionDelayMs);
    }

    public ScenarioSetup withSettings(TopicSettings ofSource, TopicSettings ofTarget) {
        return new ScenarioSetup(
                seed, brokers, topics, ofSource, ofTarget, minLoadMs, loadMs, finishMs, positionDelayMs);
    }

    public ScenarioSetup withTimes(long faultsAtLeastMs, long faultsAtMostMs, long catchUpMs) {
        return new ScenarioSetup(
                seed,
                brokers,
                topics,
                sourceSettings,
                targetSettings,
                faultsAtLeastMs,
                faultsAtMostMs,
                catchUpMs,
                positionDelayMs);
    }

    /** The name of the source topic with this number. */
    public static String topic(int number) {
        return "topic" + number;
    }

    /** The name of a topic's copy. */
    public static String targetTopic(String topic) {
        return "dc1." + topic;
    }
}
