package io.twinspan.model.option;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key: its type, default, range and meaning. Immutable.
 *
 * <p>Values are read by Kafka's own {@link ConfigDef#parseType}, so that a value means what it means to MirrorMaker 2.
 * Classes are names here: they are loaded by who uses them.
 *
 * @param since the version that brought the key: of Kafka for MirrorMaker 2's keys, of Twinspan for our own
 * @param defaultNote in place of the default, where it depends on something; empty otherwise
 * @param reloadable whether a changed connector configuration takes effect without restarting the process
 */
public record Option<T>(
        String name,
        ConfigDef.Type type,
        @Nullable T defaultValue,
        String defaultNote,
        Range range,
        String doc,
        boolean reloadable,
        String since,
        Scope scope) {
    private static final String MM2 = "Kafka 2.4";

    public Option {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(scope, "scope");
    }

    static Option<Boolean> bool(String name, boolean defaultValue) {
        return of(name, ConfigDef.Type.BOOLEAN, defaultValue);
    }

    static Option<Integer> integer(String name, @Nullable Integer defaultValue) {
        return of(name, ConfigDef.Type.INT, defaultValue);
    }

    static Option<Long> number(String name, long defaultValue) {
        return of(name, ConfigDef.Type.LONG, defaultValue);
    }

    static Option<Short> small(String name, @Nullable Short defaultValue) {
        return of(name, ConfigDef.Type.SHORT, defaultValue);
    }

    static Option<String> text(String name, @Nullable String defaultValue) {
        return of(name, ConfigDef.Type.STRING, defaultValue);
    }

    static Option<String> className(String name, @Nullable String defaultValue) {
        return of(name, ConfigDef.Type.CLASS, defaultValue);
    }

    static Option<List<String>> list(String name, String... defaultValue) {
        return of(name, ConfigDef.Type.LIST, List.of(defaultValue));
    }

    private static <T> Option<T> of(String name, ConfigDef.Type type, @Nullable T defaultValue) {
        return new Option<>(name, type, defaultValue, "", Range.ANY, "", true, MM2, Scope.LINK);
    }

    Option<T> in(Scope newScope) {
        boolean reload = reloadable && newScope.ofLink();
        return new Option<>(name, type, defaultValue, defaultNote, range, doc, reload, since, newScope);
    }

    Option<T> range(Range newRange) {
        return new Option<>(name, type, defaultValue, defaultNote, newRange, doc, reloadable, since, scope);
    }

    Option<T> doc(String newDoc) {
        return new Option<>(name, type, defaultValue, defaultNote, range, newDoc, reloadable, since, scope);
    }

    Option<T> since(String version) {
        return new Option<>(name, type, defaultValue, defaultNote, range, doc, reloadable, version, scope);
    }

    Option<T> defaultsTo(String note) {
        return new Option<>(name, type, defaultValue, note, range, doc, reloadable, since, scope);
    }

    /** A change would strand what was written under the old value. */
    Option<T> fixed() {
        return new Option<>(name, type, defaultValue, defaultNote, range, doc, false, since, scope);
    }

    /**
     * The value in a text.
     *
     * @throws ConfigException saying what it must be; without the text if that is secret
     */
    @SuppressWarnings(
            "unchecked") // parseType returns the Java type that belongs to the Type, which the factories pair with T
    public T parse(String text) {
        ConfigDef.Type readAs = type == ConfigDef.Type.CLASS ? ConfigDef.Type.STRING : type;
        Object parsed;
        try {
            parsed = Objects.requireNonNull(ConfigDef.parseType(name, text, readAs));
        } catch (ConfigException e) {
            throw new ConfigException(name, shown(text), "must be " + typeInWords() + rangeInWords(", "));
        }
        if (!range.accepts().test(parsed)) {
            throw new ConfigException(name, shown(text), "must be " + rangeInWords(""));
        }
        return (T) parsed;
    }

    private Object shown(String text) {
        return type == ConfigDef.Type.PASSWORD ? Secrets.HIDDEN : text;
    }

    private String rangeInWords(String before) {
        return range.text().isEmpty() ? "" : before + range.text();
    }

    private String typeInWords() {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case INT, LONG, SHORT -> "a whole number";
            case DOUBLE -> "a number";
            case LIST -> "a list, separated by commas";
            case CLASS -> "the name of a class";
            case STRING, PASSWORD -> "a text";
        };
    }

    /** For the reference and for people: the default, in the file's syntax. */
    public String defaultText() {
        if (!defaultNote.isEmpty()) {
            return defaultNote;
        }
        if (defaultValue instanceof List<?> list) {
            return String.join(", ", list.stream().map(Object::toString).toList());
        }
        return defaultValue == null ? "" : defaultValue.toString();
    }
}
