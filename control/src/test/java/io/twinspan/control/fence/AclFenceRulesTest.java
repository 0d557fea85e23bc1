package io.twinspan.control.fence;

import static io.twinspan.control.fence.AclSets.PRINCIPALS;
import static io.twinspan.control.fence.AclSets.TOPICS;
import static io.twinspan.control.fence.AclSets.topic;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AclFenceRulesTest {
    private static final int SEEDS = 4_000;

    @Test
    void everybodyIsDeniedOnEachTopicByItsName() {
        AclFence fence = fence(Set.of(), Set.of(topic("orders", LITERAL, "User:app", WRITE)));

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.denials(List.of("payments", "orders")))
                .containsExactly(denial("orders", "User:*"), denial("payments", "User:*"));
        assertThat(fence.binds("User:anybody")).isTrue();
        assertThat(fence.binds("User:root")).as("a super user").isFalse();
    }

    @Test
    void whoHasToGoOnWritingIsLeftOutByDenyingTheOthersByName() {
        AclFence fence = fence(
                Set.of("User:link"),
                Set.of(
                        topic("orders", LITERAL, "User:app", WRITE),
                        topic("pay", PREFIXED, "User:billing", ALL),
                        topic("*", LITERAL, "User:link", ALL),
                        topic("orders", LITERAL, "User:reader", READ)));

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.denials(List.of("orders")))
                .as("who may write to one of the topics is denied it on all")
                .containsExactly(denial("orders", "User:app"), denial("orders", "User:billing"));
        assertThat(fence.binds("User:app")).isTrue();
        assertThat(fence.binds("User:link")).isFalse();
    }

    @Test
    void aSuperUserNeedsNoExceptionSinceNoDenialBindsIt() {
        AclFence fence = fence(Set.of("User:root"), Set.of());

        assertThat(fence.principals()).containsExactly("User:*");
        assertThat(fence.binds("User:root")).isFalse();
    }

    @Test
    void whomTheOperatorNamesIsDeniedAndNobodyElse() {
        AclFence fence = AclFence.of(
                surroundings(Set.of(topic("*", LITERAL, "User:*", WRITE))),
                TOPICS,
                List.of("User:app"),
                Set.of("User:link"));

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.denials(List.of("orders"))).containsExactly(denial("orders", "User:app"));
        assertThat(fence.binds("User:other")).isFalse();
    }

    @Test
    void withoutAnAuthorizerThereIsNoFence() {
        AclFence fence =
                AclFence.of(FenceSurroundings.of(Optional.empty(), Map.of()), TOPICS, List.of("User:app"), Set.of());

        assertThat(fence.obstacle()).contains("has no authorizer");
        assertThat(fence.denials(TOPICS)).isEmpty();
        assertThat(fence.binds("User:app")).isFalse();
    }

    @Test
    void whereEverybodyMayWriteNobodyCanBeLeftOut() {
        AclFence fence = fence(Set.of("User:link"), Set.of(topic("ord", PREFIXED, "User:*", WRITE)));

        assertThat(fence.obstacle()).contains("everybody may write there").contains("bind User:link, too");
        assertThat(fence.denials(TOPICS)).isEmpty();
    }

    @Test
    void whereNobodyMayWriteByNameNobodyCanBeNamed() {
        AclFence fence = fence(Set.of("User:link"), Set.of(topic("orders", LITERAL, "User:link", WRITE)));

        assertThat(fence.obstacle()).contains("no ACL permits anybody by name").contains("bind User:link, too");
        assertThat(fence.denials(TOPICS)).isEmpty();
    }

    /**
     * Whatever ACLs there are: behind the denials, by the rules of Kafka's authorizer, nobody writes any more who is no super user, but for
     * those who have to go on writing, who may write what they could.
     */
    @Test
    void behindItNobodyWritesButThoseWhoHaveTo() {
        int byName = 0;
        int kept = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            Set<AclBinding> acls = AclSets.random(random);
            if (random.nextBoolean()) {
                acls.add(topic("*", LITERAL, "User:link", ALL));
            }
            boolean allowsEveryone = random.nextInt(5) == 0;
            Set<String> superUsers = random.nextBoolean() ? Set.of("User:root") : Set.of();
            Set<String> exempt =
                    random.nextInt(3) == 0 ? Set.of() : Set.of(AclSets.pick(List.of("User:link", "User:root"), random));
            var surroundings = new FenceSurroundings(Optional.of(acls), superUsers, allowsEveryone);
            List<String> topics = random.nextBoolean() ? TOPICS : List.of(AclSets.pick(TOPICS, random));

            AclFence fence = AclFence.of(surroundings, topics, List.of(), exempt);
            Set<AclBinding> denials = fence.denials(topics);
            if (!fence.obstacle().isEmpty()) {
                assertThat(denials).as("seed %d", seed).isEmpty();
                continue;
            }
            byName += fence.principals().contains("User:*") ? 0 : 1;
            var before = new Authorizer(acls, superUsers, allowsEveryone);
            Set<AclBinding> both = new HashSet<>(acls);
            both.addAll(denials);
            var after = new Authorizer(both, superUsers, allowsEveryone);
            for (String topic : topics) {
                for (String principal : Stream.concat(PRINCIPALS.stream(), Stream.of("User:stranger"))
                        .toList()) {
                    boolean mayGoOn = superUsers.contains(principal) || exempt.contains(principal);
                    boolean expected = mayGoOn && before.mayWrite(principal, topic);
                    kept += expected && !superUsers.contains(principal) ? 1 : 0;
                    assertThat(after.mayWrite(principal, topic))
                            .as("seed %d: %s on %s with %s", seed, principal, topic, both)
                            .isEqualTo(expected);
                }
            }
            for (String topic : TOPICS) {
                if (!topics.contains(topic)) {
                    PRINCIPALS.forEach(principal ->
                            assertThat(after.mayWrite(principal, topic)).isEqualTo(before.mayWrite(principal, topic)));
                }
            }
        }
        assertThat(byName).as("fences by name").isGreaterThan(SEEDS / 20);
        assertThat(kept).as("rights of those who have to go on").isGreaterThan(SEEDS / 20);
    }

    /** Where no ACL means yes, the first one means no to all others: the link could not read the rest any more. */
    @Test
    void topicsWhoseReadersItWouldKeepOutAreKnown() {
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            Set<AclBinding> acls = AclSets.random(random);
            var surroundings = new FenceSurroundings(Optional.of(acls), Set.of("User:root"), random.nextBoolean());
            AclFence fence = AclFence.of(surroundings, TOPICS, List.of("User:app"), List.of());
            var before = new Authorizer(acls, surroundings.superUsers(), surroundings.allowsEveryone());
            Set<AclBinding> both = new HashSet<>(acls);
            both.addAll(fence.denials(TOPICS));
            var after = new Authorizer(both, surroundings.superUsers(), surroundings.allowsEveryone());

            List<String> lost = TOPICS.stream()
                    .filter(topic -> before.may("User:link", READ, topic) && !after.may("User:link", READ, topic))
                    .toList();
            found += lost.size();
            assertThat(surroundings.openToAll(TOPICS)).as("seed %d", seed).isEqualTo(lost);
        }
        assertThat(found).isGreaterThan(SEEDS / 20);
    }

    private static AclFence fence(Set<String> exempt, Set<AclBinding> acls) {
        return AclFence.of(surroundings(acls), TOPICS, List.of(), exempt);
    }

    private static FenceSurroundings surroundings(Set<AclBinding> acls) {
        return FenceSurroundings.of(Optional.of(acls), Map.of("super.users", "User:root"));
    }

    private static AclBinding denial(String topic, String principal) {
        return AclSets.binding(ResourceType.TOPIC, topic, LITERAL, principal, "*", WRITE, AclPermissionType.DENY);
    }
}
