package io.twinspan.it.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;

/** What {@code verify --json} printed of one link, as a script would read it. Immutable. */
public record VerifyReading(JsonNode link) {

    public static VerifyReading of(String json) {
        try {
            return new VerifyReading(new ObjectMapper().readTree(json).at("/links/0"));
        } catch (JsonProcessingException e) {
            throw new AssertionError("this is no JSON: " + json, e);
        }
    }

    public String verdict() {
        return link.at("/verdict").asText();
    }

    /** How many records of a topic were compared. */
    public long records(String topic) {
        return sum(topic, "/counts/records");
    }

    /** How many batches of a topic were compared without opening them. */
    public long wholeBatches(String topic) {
        return sum(topic, "/counts/wholeBatches");
    }

    long sum(String topic, String place) {
        return partitions(topic).stream()
                .mapToLong(partition -> partition.at(place).asLong())
                .sum();
    }

    List<JsonNode> partitions(String topic) {
        return StreamSupport.stream(link.at("/partitions").spliterator(), false)
                .filter(partition -> partition.at("/topic").asText().equals(topic))
                .toList();
    }
}
