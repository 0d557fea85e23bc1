package io.twinspan.control.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.Inconsistent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    record Thing(String name, List<Integer> numbers, Map<String, Long> ends) {}

    @Test
    void whatIsWrittenIsRead() {
        var thing = new Thing("a \"name\"", List.of(1, 2), Map.of("b", 2L, "a", 1L));

        assertThat(JsonText.read(JsonText.line(thing), Thing.class)).isEqualTo(thing);
        assertThat(JsonText.read(JsonText.indented(thing), Thing.class)).isEqualTo(thing);
    }

    @Test
    void equalValuesHaveEqualTexts() {
        assertThat(JsonText.line(new Thing("x", List.of(), Map.of("b", 2L, "a", 1L))))
                .isEqualTo("{\"name\":\"x\",\"numbers\":[],\"ends\":{\"a\":1,\"b\":2}}");
    }

    @Test
    void whatALaterVersionAddsIsLeftOut() {
        assertThat(JsonText.read("{\"name\":\"x\",\"colour\":\"red\"}", Thing.class)
                        .name())
                .isEqualTo("x");
    }

    @Test
    void whatIsNoSuchRecordIsSaid() {
        assertThatThrownBy(() -> JsonText.read("[1]", Thing.class))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("no Thing");
        assertThatThrownBy(() -> JsonText.read("null", Thing.class)).isInstanceOf(Inconsistent.class);
    }

    record Moment(Instant at) {}

    @Test
    void momentsAreInIso8601() {
        var moment = new Moment(Instant.parse("2026-11-30T18:51:42.250Z"));

        assertThat(JsonText.line(moment)).isEqualTo("{\"at\":\"2026-11-30T18:51:42.250Z\"}");
        assertThat(JsonText.read(JsonText.line(moment), Moment.class)).isEqualTo(moment);
        assertThatThrownBy(() -> JsonText.read("{\"at\":\"yesterday\"}", Moment.class))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("no moment in ISO 8601");
    }

    /** So that a hash of the text is the same to those who read it with jq and print it again. */
    @Test
    void controlCharactersAreInSmallDigits() {
        assertThat(JsonText.line(List.of("\u001b \u00fc \t / \u2028"))).isEqualTo("[\"\\u001b \u00fc \\t / \u2028\"]");
    }
}
