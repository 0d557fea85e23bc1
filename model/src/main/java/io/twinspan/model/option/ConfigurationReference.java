package io.twinspan.model.option;

import java.util.List;

/** Renders the reference of all options from the catalogue. Thread-safe: a pure function. */
public final class ConfigurationReference {
    private ConfigurationReference() {}

    /** The text of {@code docs/reference/configuration.md}. */
    public static String markdown() {
        var out = new StringBuilder(INTRODUCTION);
        Catalogue.byChapter().forEach((title, options) -> chapter(out, title, options));
        out.append(CLIENTS);
        out.append("| old name | what to do |\n|---|---|\n");
        RemovedName.all()
                .forEach(removed -> out.append("| ")
                        .append(code(removed.name()))
                        .append(" | ")
                        .append(
                                removed.replacement().isEmpty()
                                        ? removed.advice()
                                        : "now " + code(removed.replacement()) + "; the value is used as such")
                        .append(" |\n"));
        return out.toString();
    }

    private static final String INTRODUCTION = """
            # Configuration

            This page is generated from the option catalogue; `mvn -pl model test -Dtest=ConfigurationReferenceTest -Dregenerate=true`
            writes it again.

            Twinspan reads the file that MirrorMaker 2 reads in dedicated mode. A key means here what it means to MirrorMaker 2
            4.3.1; where MirrorMaker 2 silently ignores a key, so does Twinspan, with a warning that says where to write it. A key
            that nobody knows is an error that proposes the nearest known one. It is a warning if the file names a plug-in class,
            which may read keys of its own.

            A file names its clusters, `clusters = dc1, dc2`. `dc1.<key>` is about that cluster, `dc1->dc2.<key>` about the link from
            dc1 to dc2, and a bare `<key>` about all of them; the more particular key wins. Blanks at the end of a value do not count.

            In a table, *reload* says whether a changed connector configuration, given to Connect's REST interface, takes effect without
            restarting the process.
            """;

    private static final String CLIENTS = """

            ## Kafka's own settings

            Every setting of Kafka's clients can be given, where it takes effect:

            | key | reaches |
            |---|---|
            | `<cluster>.security.protocol`, `.ssl.*`, `.sasl.*` | every client of the cluster; at top level, of all clusters |
            | `<cluster>.consumer.<key>`, `.producer.<key>`, `.admin.<key>` | that client of the cluster |
            | `<target>.producer.<key>` | what produces the replicated records; `compression.type` there makes the link recompress |
            | `<source>-><target>.producer.override.<key>` | the same, for one link, and wins |
            | `<source>-><target>.consumer.<key>`, `.producer.<key>`, `.admin.<key>` | the link's clients of both clusters; the cluster's own settings win |
            | `<target>.<key>` | the target's Connect workers, for every key of a Connect worker |

            At top level, `consumer.*`, `producer.*` and `admin.*` have no effect, as in MirrorMaker 2, and get a warning.

            ## Removed names

            Older files still work. Each of these gets a warning.

            """;

    private static void chapter(StringBuilder out, String title, List<Option<?>> options) {
        out.append("\n## ").append(title).append("\n\n");
        out.append("| key | type | default | must be | reload | since | where |\n|---|---|---|---|---|---|---|\n");
        for (Option<?> option : options) {
            out.append("| ")
                    .append(code(option.name()))
                    .append(" | ")
                    .append(typeOf(option))
                    .append(" | ")
                    .append(defaultOf(option))
                    .append(" | ")
                    .append(option.range().text())
                    .append(" | ")
                    .append(option.reloadable() ? "yes" : "no")
                    .append(" | ")
                    .append(option.since())
                    .append(" | ")
                    .append(option.scope().where())
                    .append(" |\n");
        }
        out.append('\n');
        options.forEach(option -> out.append("- ")
                .append(code(option.name()))
                .append(": ")
                .append(option.doc())
                .append('\n'));
    }

    private static String typeOf(Option<?> option) {
        return switch (option.type()) {
            case BOOLEAN -> "boolean";
            case INT, LONG, SHORT -> "whole number";
            case DOUBLE -> "number";
            case LIST -> "list";
            case CLASS -> "class";
            case STRING, PASSWORD -> "text";
        };
    }

    private static String defaultOf(Option<?> option) {
        String text = option.defaultText();
        // A note is prose and marks its code itself.
        return text.isEmpty() || !option.defaultNote().isEmpty() ? text : code(text.replace("|", "\\|"));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
