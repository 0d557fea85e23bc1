package io.twinspan.control.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.Cause;
import java.time.Instant;

/** Records as JSON, with the entries of maps in the order of their keys: equal values have equal texts. Thread-safe. */
public final class JsonText {
    // Control characters as jq writes them, so that others can compute the hash of a text that they have read as JSON.
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            // A later version may have written more.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule()
                    .addSerializer(ClusterAlias.class, ToStringSerializer.instance)
                    .addSerializer(LinkName.class, ToStringSerializer.instance)
                    .addSerializer(Cause.class, ToStringSerializer.instance)
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()));
    private static final ObjectWriter INDENTED = MAPPER.writer(SerializationFeature.INDENT_OUTPUT);

    private JsonText() {}

    /** For people: a line for each value. */
    public static String indented(Object value) {
        return text(INDENTED, value);
    }

    /** One line, for storage and for lists of values. */
    public static String line(Object value) {
        return text(MAPPER.writer(), value);
    }

    /**
     * The record that a text stands for; what the text lacks is null, empty or 0.
     *
     * @throws Inconsistent if the text is no such record
     */
    public static <T> T read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new Inconsistent("'null' is no " + type.getSimpleName());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Inconsistent("this is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is always JSON is not", e);
        }
    }
}
