package io.twinspan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventGeneratorTest {

    @Test
    void writesJsonOfHalfAKilobyteToOneKilobyte() throws IOException {
        EventGenerator events = new EventGenerator(1);
        ObjectMapper json = new ObjectMapper();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] event = events.event();
            JsonNode parsed = json.readTree(event);

            assertThat(event).hasSizeBetween(500, 1_000);
            assertThat(ids.add(parsed.get("id").textValue())).isTrue();
            assertThat(parsed.get("items")).isNotEmpty();
        }
    }

    @Test
    void writesTheSameForTheSameSeed() {
        EventGenerator one = new EventGenerator(7);
        EventGenerator other = new EventGenerator(7);
        EventGenerator third = new EventGenerator(8);

        byte[] event = one.event();

        assertThat(other.event()).isEqualTo(event);
        assertThat(third.event()).isNotEqualTo(event);
    }
}
