package io.twinspan.it.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.it.app.Cli;
import io.twinspan.it.groups.GroupWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the command about the link of a world. Immutable. */
record Asked(String file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the connectors of the link and the command are both told. */
    static Map<String, String> settings(String topics) {
        return Map.of(
                "topics", topics,
                "groups", "g-.*",
                "sync.group.offsets.enabled", "true",
                "sync.topic.configs.enabled", "false",
                "tasks.max", "1",
                "replication.factor", "1");
    }

    static Asked of(Path directory, GroupWorld world, String topics) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", world.source.bootstrapServers());
        properties.put("dc2.bootstrap.servers", world.target.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        settings(topics).forEach((key, value) -> properties.put("dc1->dc2." + key, value));
        return new Asked(Cli.file(directory, properties).toString());
    }

    Cli run(String command, String... more) {
        var words = new ArrayList<>(List.of(command, file));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    /** The first link of a command's JSON. */
    JsonNode json(String command, String... more) {
        var words = new ArrayList<>(List.of(more));
        words.add("--json");
        return tree(run(command, words.toArray(String[]::new))).at("/links/0");
    }

    static JsonNode tree(Cli said) {
        try {
            return JSON.readTree(said.out());
        } catch (IOException e) {
            throw new UncheckedIOException(said.text(), e);
        }
    }

    /** Why it is not safe to cut over. */
    List<String> because(String... more) {
        var reasons = new ArrayList<String>();
        json("status", more).get("because").forEach(reason -> reasons.add(reason.asText()));
        return reasons;
    }
}
