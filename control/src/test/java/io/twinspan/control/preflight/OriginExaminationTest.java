package io.twinspan.control.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.GroupRules;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.link.Origins;
import io.twinspan.model.name.LinkName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginExaminationTest {
    private final List<LinkPlan> links = new ArrayList<>();

    private record Rules(String topics, boolean keepsNames, String source) implements TopicRules {
        @Override
        public Optional<String> reasonAgainst(String topic) {
            return topic.matches(topics) ? Optional.empty() : Optional.of("not matched");
        }

        @Override
        public String targetTopic(String topic) {
            return keepsNames ? topic : source + "." + topic;
        }

        @Override
        public boolean isHeartbeats(String topic) {
            return false;
        }
    }

    private record NoGroups() implements GroupRules {
        @Override
        public boolean areTranslated() {
            return false;
        }

        @Override
        public boolean areCommitted() {
            return false;
        }

        @Override
        public boolean accepts(String group) {
            return false;
        }

        @Override
        public List<String> named() {
            return List.of();
        }
    }

    private OriginExaminationTest link(String name, boolean byRecord, Origins origins) {
        return link(name, byRecord, origins, "orders|bills", true);
    }

    private OriginExaminationTest link(
            String name, boolean byRecord, Origins origins, String topics, boolean keepsNames) {
        LinkName link = LinkName.parse(name);
        links.add(new LinkPlan(
                link,
                new ClusterAccess(link.source(), Map.of("bootstrap.servers", "localhost:1")),
                new ClusterAccess(link.target(), Map.of("bootstrap.servers", "localhost:2")),
                "",
                List.of(),
                List.of(),
                List.of(),
                new LinkPlan.Duties(true, false, false, Optional.empty()),
                new LinkPlan.Copying(byRecord, origins),
                new MirrorTopics("", "", true, false, "", ""),
                new Rules(topics, keepsNames, link.source().value()),
                new NoGroups()));
        return this;
    }

    private Map<LinkName, List<Finding>> found(String... topics) {
        return new OriginExamination(links).findings(Set.of(topics));
    }

    @Test
    void bothDirectionsAreFineWhereLinksCopyBatches() {
        link("a->b", false, Origins.AUTO).link("b->a", false, Origins.AUTO);

        assertThat(found("orders", "bills")).isEmpty();
    }

    @Test
    void bothDirectionsInRecordModeAreALoop() {
        link("a->b", true, Origins.AUTO).link("b->a", true, Origins.AUTO);

        var found = found("orders", "bills", "other");
        assertThat(found).containsOnlyKeys(LinkName.parse("a->b"), LinkName.parse("b->a"));
        assertThat(found.get(LinkName.parse("a->b"))).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.MISCONFIGURED);
            assertThat(finding.sentence())
                    .contains("topics bills, orders", "a->b, b->a", "link.mode", "come back", "link.mode = batch");
        });
    }

    @Test
    void oneDirectionInRecordModeIsEnoughForALoop() {
        link("a->b", false, Origins.AUTO).link("b->a", true, Origins.AUTO);

        assertThat(found("orders")).isNotEmpty();
    }

    @Test
    void recordModeIsFineWhereTheTopicsOfBothDirectionsDifferOrNamesDo() {
        link("a->b", true, Origins.AUTO, "orders", true).link("b->a", true, Origins.AUTO, "bills", true);
        link("c->d", true, Origins.AUTO, ".*", false).link("d->c", true, Origins.AUTO, ".*", false);

        assertThat(found("orders", "bills", "new")).isEmpty();
    }

    @Test
    void aRingOfThreeIsFineWithAllOriginsButNotInRecordMode() {
        link("a->b", false, Origins.ALL).link("b->c", false, Origins.ALL).link("c->a", false, Origins.ALL);
        assertThat(found("orders")).isEmpty();

        links.clear();
        link("a->b", true, Origins.AUTO).link("b->c", true, Origins.AUTO).link("c->a", true, Origins.AUTO);
        assertThat(found("orders")).hasSize(3);
    }

    @Test
    void aFullMeshBringsEverythingOnceUnlessLinksCarryAllOrigins() {
        mesh(Origins.AUTO);
        assertThat(found("orders")).isEmpty();

        links.clear();
        mesh(Origins.ALL);
        assertThat(found("orders").values().iterator().next().get(0).sentence())
                .contains("come twice to", "link.origins = local");
    }

    private void mesh(Origins origins) {
        for (String name : List.of("a->b", "b->a", "a->c", "c->a", "b->c", "c->b")) {
            link(name, false, origins);
        }
    }

    /** What a produced would go round between b and c for ever. */
    @Test
    void allOriginsInBothDirectionsBehindAThirdClusterAreALoop() {
        link("a->b", false, Origins.ALL).link("b->c", false, Origins.ALL).link("c->b", false, Origins.ALL);

        assertThat(found("orders")).isNotEmpty();
    }

    @Test
    void aChainMayCarryAllOrigins() {
        link("a->b", false, Origins.ALL).link("b->c", false, Origins.ALL);

        assertThat(found("orders")).isEmpty();
    }
}
