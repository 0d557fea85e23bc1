package io.twinspan.app.cli;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.LinkPreview;
import io.twinspan.connect.sync.AclChange;
import io.twinspan.connect.sync.ConfigChange;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.model.name.LinkName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report of {@code plan} as text for people. Confined to the main thread. */
final class PlanText {
    private final Console console;

    PlanText(Console console) {
        this.console = console;
    }

    String of(Map<LinkName, LinkPreview> previews) {
        List<String> lines = new ArrayList<>();
        previews.forEach((link, preview) -> {
            lines.add(console.styled("bold", "link " + link)
                    + (preview.isEmpty() ? ": nothing to change on " + link.target() : ""));
            preview.topics().forEach(change -> lines.add("  " + topic(change)));
            configs(preview.configs(), lines);
            for (AclChange change : preview.acls()) {
                lines.add("  " + change.sentence());
            }
            for (Problem problem : preview.problems()) {
                lines.add("  " + console.styled("yellow", "warning:") + " " + problem);
            }
            preview.notes().forEach(note -> lines.add("  note: " + note));
        });
        return String.join("\n", lines);
    }

    private static String topic(TopicChange change) {
        if (change instanceof TopicChange.Create create) {
            int replicas = create.desired().replicationFactor();
            return "create topic " + change.topic() + " with "
                    + CheckText.count(create.desired().partitions(), "partition") + ", "
                    + (replicas < 0 ? "the target's default of replicas" : CheckText.count(replicas, "replica"))
                    + (create.desired().configs().isEmpty()
                            ? ""
                            : ", " + new TreeMap<>(create.desired().configs()));
        }
        return change instanceof TopicChange.Grow grow
                ? "add partitions to " + grow.topic() + ": " + grow.from() + " -> " + grow.to()
                : change.toString();
    }

    private static void configs(List<ConfigChange> changes, List<String> lines) {
        String topic = "";
        for (ConfigChange change : changes) {
            if (!change.topic().equals(topic)) {
                topic = change.topic();
                lines.add("  configs of " + topic);
            }
            lines.add("    " + change.sentence());
        }
    }
}
