package io.twinspan.connect.sync;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.connect.sync.AclTranslation.Naming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.junit.jupiter.api.Test;

class AclTranslationTest {
    private static final List<String> COPIED = List.of("orders", "orders-eu");
    private static final Naming PREFIXING = naming(configured(new DefaultReplicationPolicy()));
    private static final Naming KEEPING = naming(configured(new IdentityReplicationPolicy()));

    @Test
    void aLiteralTopicIsRenamed() {
        assertThat(translate(PREFIXING, topic("orders", LITERAL, READ, ALLOW)))
                .containsExactly(topic("dc1.orders", LITERAL, READ, ALLOW));
    }

    @Test
    void whatIsNotCopiedIsLeftOut() {
        assertThat(translate(PREFIXING, topic("payments", LITERAL, READ, ALLOW), topic("pay", PREFIXED, READ, ALLOW)))
                .isEmpty();
    }

    @Test
    void theRightToWriteIsHeldBackAndThatToEverythingIsTheRightToRead() {
        assertThat(translate(
                        PREFIXING,
                        topic("orders", LITERAL, WRITE, ALLOW),
                        topic("orders-eu", LITERAL, ALL, ALLOW),
                        topic("orders", LITERAL, DESCRIBE, ALLOW)))
                .containsExactly(
                        topic("dc1.orders-eu", LITERAL, READ, ALLOW), topic("dc1.orders", LITERAL, DESCRIBE, ALLOW));
    }

    @Test
    void denialsStayAsTheyAre() {
        assertThat(translate(PREFIXING, topic("orders", LITERAL, WRITE, DENY), topic("orders", LITERAL, ALL, DENY)))
                .containsExactly(topic("dc1.orders", LITERAL, WRITE, DENY), topic("dc1.orders", LITERAL, ALL, DENY));
    }

    @Test
    void aPrefixAndTheWildcardBecomeThePrefixOfTheCopies() {
        assertThat(translate(PREFIXING, topic("ord", PREFIXED, READ, ALLOW), topic("*", LITERAL, READ, DENY)))
                .containsExactly(topic("dc1.ord", PREFIXED, READ, ALLOW), topic("dc1.", PREFIXED, READ, DENY));
    }

    @Test
    void whereCopiesKeepTheirNamesAPrefixGivesNoRightToOtherTopics() {
        assertThat(translate(KEEPING, topic("orders-", PREFIXED, READ, ALLOW), topic("*", LITERAL, DESCRIBE, ALLOW)))
                .containsExactly(
                        topic("orders-eu", LITERAL, READ, ALLOW),
                        topic("orders", LITERAL, DESCRIBE, ALLOW),
                        topic("orders-eu", LITERAL, DESCRIBE, ALLOW));
    }

    @Test
    void aPolicyThatAppendsGetsOneAclForEachCopy() {
        var appending = new Naming() {
            @Override
            public boolean selects(String topic) {
                return true;
            }

            @Override
            public String targetOf(String topic) {
                return topic + ".replica";
            }

            @Override
            public boolean marksCopy(String targetTopic) {
                return targetTopic.endsWith(".replica");
            }
        };

        assertThat(translate(appending, topic("orders", PREFIXED, READ, ALLOW)))
                .containsExactly(
                        topic("orders.replica", LITERAL, READ, ALLOW),
                        topic("orders-eu.replica", LITERAL, READ, ALLOW));
    }

    @Test
    void groupsFollowOnlyIfTheyAreAdmitted() {
        var group = new AclBinding(
                new ResourcePattern(ResourceType.GROUP, "billing", LITERAL),
                new AccessControlEntry("User:app", "*", READ, ALLOW));
        var cluster = new AclBinding(
                new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", LITERAL),
                new AccessControlEntry("User:app", "*", DESCRIBE, ALLOW));

        assertThat(translate(PREFIXING, group, cluster)).isEmpty();
        assertThat(new AclTranslation(PREFIXING, COPIED, "billing"::equals).translate(List.of(group, cluster)))
                .containsExactly(group);
    }

    @Test
    void rightsToWriteToCopiedTopicsAreHeldBackAsTheyStandAtTheSource() {
        AclBinding byName = topic("orders", LITERAL, WRITE, ALLOW);
        AclBinding everything = topic("orders-eu", LITERAL, ALL, ALLOW);
        AclBinding byPrefix = topic("ord", PREFIXED, WRITE, ALLOW);
        AclBinding anyTopic = topic("*", LITERAL, WRITE, ALLOW);

        for (Naming naming : List.of(PREFIXING, KEEPING)) {
            assertThat(heldBack(naming, byName, everything, byPrefix, anyTopic))
                    .containsExactly(byName, everything, byPrefix, anyTopic);
        }
    }

    @Test
    void nothingElseIsHeldBack() {
        AclBinding[] others = {
            topic("orders", LITERAL, READ, ALLOW),
            topic("orders", LITERAL, DESCRIBE, ALLOW),
            topic("orders", LITERAL, WRITE, DENY),
            topic("orders", LITERAL, ALL, DENY),
            topic("payments", LITERAL, WRITE, ALLOW),
            topic("pay", PREFIXED, WRITE, ALLOW),
            new AclBinding(
                    new ResourcePattern(ResourceType.GROUP, "orders", LITERAL),
                    new AccessControlEntry("User:app", "*", ALL, ALLOW)),
            new AclBinding(
                    new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "orders", LITERAL),
                    new AccessControlEntry("User:app", "*", WRITE, ALLOW))
        };

        for (Naming naming : List.of(PREFIXING, KEEPING)) {
            assertThat(heldBack(naming, others)).isEmpty();
        }
    }

    /** What is held back is what the target does not get, and nothing more. */
    @Test
    void noRightToWriteToACopyIsBothGivenAndHeldBack() {
        AclBinding everything = topic("orders", LITERAL, ALL, ALLOW);
        assertThat(translate(KEEPING, everything)).containsExactly(topic("orders", LITERAL, READ, ALLOW));
        assertThat(heldBack(KEEPING, everything)).containsExactly(everything);
    }

    private static Set<AclBinding> heldBack(Naming naming, AclBinding... source) {
        return new AclTranslation(naming, COPIED, group -> true).heldBack(List.of(source));
    }

    private static Set<AclBinding> translate(Naming naming, AclBinding... source) {
        return new AclTranslation(naming, COPIED, group -> false).translate(List.of(source));
    }

    private static AclBinding topic(
            String name, PatternType type, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, name, type),
                new AccessControlEntry("User:app", "*", operation, permission));
    }

    private static ReplicationPolicy configured(DefaultReplicationPolicy policy) {
        policy.configure(Map.of("source.cluster.alias", "dc1"));
        return policy;
    }

    private static Naming naming(ReplicationPolicy policy) {
        return new Naming() {
            @Override
            public boolean selects(String topic) {
                return COPIED.contains(topic);
            }

            @Override
            public String targetOf(String topic) {
                return policy.formatRemoteTopic("dc1", topic);
            }

            @Override
            public boolean marksCopy(String targetTopic) {
                return "dc1".equals(policy.topicSource(targetTopic));
            }
        };
    }
}
