package io.twinspan.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.Cause;

/** Records as JSON. Thread-safe. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .registerModule(new SimpleModule()
                    .addSerializer(ClusterAlias.class, ToStringSerializer.instance)
                    .addSerializer(LinkName.class, ToStringSerializer.instance)
                    .addSerializer(Cause.class, ToStringSerializer.instance));

    private Json() {}

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is always JSON is not", e);
        }
    }
}
