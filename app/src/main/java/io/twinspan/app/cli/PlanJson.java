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
import org.jspecify.annotations.Nullable;

/**
 * The shape of one link in {@code plan --json}, which scripts rely on. Immutable.
 *
 * @param nothingToChange whether the target is as the link wants it
 * @param warnings what keeps the link from comparing or changing something
 */
record PlanJson(
        String link,
        boolean nothingToChange,
        List<Creation> created,
        List<Growth> grown,
        List<Config> configs,
        List<Acl> acls,
        List<String> warnings,
        List<String> notes) {

    static List<PlanJson> of(Map<LinkName, LinkPreview> previews) {
        var links = new ArrayList<PlanJson>();
        previews.forEach((link, preview) -> links.add(of(link, preview)));
        return links;
    }

    private static PlanJson of(LinkName link, LinkPreview preview) {
        var created = new ArrayList<Creation>();
        var grown = new ArrayList<Growth>();
        for (TopicChange change : preview.topics()) {
            if (change instanceof TopicChange.Create create) {
                created.add(new Creation(
                        change.topic(),
                        create.desired().partitions(),
                        create.desired().replicationFactor(),
                        create.desired().configs()));
            } else if (change instanceof TopicChange.Grow grow) {
                grown.add(new Growth(grow.topic(), grow.from(), grow.to()));
            }
        }
        return new PlanJson(
                link.toString(),
                preview.isEmpty(),
                created,
                grown,
                preview.configs().stream().map(Config::of).toList(),
                preview.acls().stream().map(Acl::of).toList(),
                preview.problems().stream().map(Problem::toString).toList(),
                preview.notes().stream().map(Problem::toString).toList());
    }

    /** A topic to create. Immutable. */
    record Creation(String topic, int partitions, int replicationFactor, Map<String, String> configs) {}

    /** Partitions to add. Immutable. */
    record Growth(String topic, int from, int to) {}

    /**
     * A config that differs. Immutable.
     *
     * @param action {@code set}, {@code unset} or {@code leave}
     * @param to the new value, null unless it is set
     * @param drift whether the link had set the value and somebody changed it
     */
    record Config(
            String topic,
            String name,
            String action,
            String from,
            @Nullable String to,
            boolean drift) {
        static Config of(ConfigChange change) {
            if (change instanceof ConfigChange.Set set) {
                return new Config(set.topic(), set.name(), "set", set.from(), set.to(), set.drift());
            }
            if (change instanceof ConfigChange.Unset unset) {
                return new Config(unset.topic(), unset.name(), "unset", unset.from(), null, false);
            }
            ConfigChange.Leave leave = (ConfigChange.Leave) change;
            return new Config(leave.topic(), leave.name(), "leave", leave.value(), null, false);
        }
    }

    /**
     * An ACL to add or remove. Immutable.
     *
     * @param action {@code add} or {@code remove}
     */
    record Acl(
            String action,
            String resourceType,
            String patternType,
            String name,
            String principal,
            String host,
            String operation,
            String permission) {
        static Acl of(AclChange change) {
            var pattern = change.binding().pattern();
            var entry = change.binding().entry();
            return new Acl(
                    change instanceof AclChange.Add ? "add" : "remove",
                    pattern.resourceType().name(),
                    pattern.patternType().name(),
                    pattern.name(),
                    entry.principal(),
                    entry.host(),
                    entry.operation().name(),
                    entry.permissionType().name());
        }
    }
}
