package io.twinspan.control.drill;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.translation.Translation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What an application will have to be able to do on the target. */
class NeedsTest {
    private static final ClusterAccess TARGET =
            new ClusterAccess(new ClusterAlias("dc2"), Map.of("bootstrap.servers", "dc2:9092"));
    private static final List<MovedTopic> TOPICS =
            List.of(new MovedTopic("orders", "dc1.orders", 2), new MovedTopic("audit", "dc1.audit", 1));
    private static final List<GroupStanding> GROUPS =
            List.of(standing("billing", "orders"), standing("trail", "audit"));

    private static GroupStanding standing(String group, String topic) {
        var place = new GroupPlace(
                new TopicPartition(topic, 0),
                new TopicPartition("dc1." + topic, 0),
                new OffsetAndMetadata(5),
                Translation.to(5, 0),
                null,
                -1);
        return new GroupStanding(group, Life.QUIET, Life.QUIET, List.of(place), List.of());
    }

    private static Application application(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("security.protocol", "SASL_SSL");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" password=\"hush\";");
        return Application.of("shop.properties", settings, TARGET);
    }

    private static AclBinding acl(ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:shop", "*", operation, ALLOW));
    }

    private static AclRules source(AclBinding... acls) {
        return new AclRules(List.of(acls), Set.of(), false);
    }

    @Test
    void theSourcesAclsSayWhatItReadsAndWrites() {
        AclRules source = source(
                acl(ResourceType.TOPIC, "orders", READ),
                acl(ResourceType.TOPIC, "audit", WRITE),
                acl(ResourceType.GROUP, "billing", READ));

        Needs needs = Needs.of(application(Map.of()), source, TOPICS, GROUPS);

        assertThat(needs.reads()).containsExactly("dc1.orders");
        assertThat(needs.writes())
                .as("producers go on under the topic's own name")
                .containsExactly("audit");
        assertThat(needs.groups()).containsExactly("billing");
    }

    @Test
    void itsOwnGroupSaysWhatItReads() {
        Needs needs = Needs.of(application(Map.of("group.id", "trail")), null, TOPICS, GROUPS);

        assertThat(needs.reads()).containsExactly("dc1.audit");
        assertThat(needs.groups()).containsExactly("trail");
    }

    @Test
    void whoIsNotKnownIsToBeAbleToReadEverything() {
        Needs needs = Needs.of(application(Map.of()), null, TOPICS, GROUPS);

        assertThat(needs.reads()).containsExactly("dc1.audit", "dc1.orders");
        assertThat(needs.writes()).isEmpty();
    }

    @Test
    void anApplicationKeepsWhatSaysHowItConnectsAndShowsNoSecret() {
        Application shop = application(Map.of("interceptor.classes", "com.example.Theirs", "group.id", "billing"));

        assertThat(shop.access().clientConfig())
                .containsOnlyKeys("bootstrap.servers", "security.protocol", "sasl.jaas.config");
        assertThat(shop.access().bootstrapServers()).isEqualTo("dc2:9092");
        assertThat(shop.principal()).isEqualTo("User:shop");
        assertThat(shop.toString()).doesNotContain("hush");
        assertThat(shop.group()).contains("billing");
    }
}
