package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.name.LinkName;
import java.util.Map;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.junit.jupiter.api.Test;

class InternalTopicsTest {
    private static final LinkName LINK = LinkName.parse("dc1->dc2");

    @Test
    void namesAreMirrorMakers() {
        var topics = new InternalTopics(LINK, policy("."));

        assertThat(topics.offsetSyncsOnSource()).isEqualTo("mm2-offset-syncs.dc2.internal");
        assertThat(topics.offsetSyncsOnTarget()).isEqualTo("mm2-offset-syncs.dc1.internal");
        assertThat(topics.checkpoints()).isEqualTo("dc1.checkpoints.internal");
        assertThat(topics.heartbeats()).isEqualTo("heartbeats");
    }

    @Test
    void positionsTopicIsInternalToMirrorMakersDefaultPolicy() {
        var policy = policy(".");
        var topics = new InternalTopics(LINK, policy);

        assertThat(topics.positions()).isEqualTo("mm2-positions.dc1.internal");
        assertThat(policy.isInternalTopic(topics.positions())).isTrue();
    }

    @Test
    void anotherSeparatorChangesMirrorMakersTopicsAndOursIsStillRecognised() {
        var policy = policy("_");
        var topics = new InternalTopics(LINK, policy);

        assertThat(topics.offsetSyncsOnSource()).isEqualTo("mm2-offset-syncs_dc2_internal");
        assertThat(policy.isInternalTopic(topics.positions())).isFalse();
        assertThat(InternalTopics.isOurs(topics.positions())).isTrue();
        assertThat(InternalTopics.isOurs(topics.synced())).isTrue();
        assertThat(InternalTopics.isOurs(topics.journal())).isTrue();
        assertThat(topics.synced()).isEqualTo("mm2-synced.dc1.internal");
        assertThat(InternalTopics.isOurs("mm2-positions.internal")).isFalse();
        assertThat(InternalTopics.isOurs("orders")).isFalse();
    }

    private static DefaultReplicationPolicy policy(String separator) {
        var policy = new DefaultReplicationPolicy();
        policy.configure(Map.of(DefaultReplicationPolicy.SEPARATOR_CONFIG, separator));
        return policy;
    }
}
