package io.twinspan.model.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinkNameTest {
    @Test
    void readsWhatItWrites() {
        var link = LinkName.parse("dc1->dc2");

        assertThat(link).isEqualTo(new LinkName(new ClusterAlias("dc1"), new ClusterAlias("dc2")));
        assertThat(link).hasToString("dc1->dc2");
        assertThat(link.reversed()).hasToString("dc2->dc1");
    }

    @Test
    void refusesWhatIsNoLink() {
        for (String text : List.of("dc1", "dc1->", "->dc2", "dc1->dc2->dc3", "dc1->dc1", "dc1 -> dc2", "")) {
            assertThatThrownBy(() -> LinkName.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aliasMayHoldAnythingThatDoesNotSeparateAliases() {
        for (String text : List.of("dc1", "eu-west_1", "a.b", "A%/B", "-", ">")) {
            assertThat(new ClusterAlias(text)).hasToString(text);
        }
        for (String text : List.of("", "a b", "a,b", "a->b", "a\u0000", "x".repeat(201))) {
            assertThatThrownBy(() -> new ClusterAlias(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void linksSortBySourceThenTarget() {
        assertThat(List.of("b->a", "a->c", "a->b").stream().map(LinkName::parse).sorted())
                .extracting(LinkName::toString)
                .containsExactly("a->b", "a->c", "b->a");
    }
}
