package io.twinspan.control.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads a moment as {@link JsonText} writes it, in ISO 8601. Thread-safe. */
final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getText();
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw context.weirdStringException(text, Instant.class, "no moment in ISO 8601");
        }
    }
}
