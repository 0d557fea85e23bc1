package io.twinspan.connect.source;

import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.Refresh.Examined;
import io.twinspan.connect.sync.AclChange;
import io.twinspan.connect.sync.AclSync;
import io.twinspan.connect.sync.ConfigChange;
import io.twinspan.connect.sync.ConfigSync;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.model.error.Misconfigured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a link would change on its target if it looked now, found by the code that would do it. Immutable.
 *
 * @param notes what keeps something from being compared and is no error
 */
public record LinkPreview(
        List<TopicChange> topics,
        List<ConfigChange> configs,
        List<AclChange> acls,
        List<Problem> problems,
        List<Problem> notes) {
    public LinkPreview {
        topics = List.copyOf(topics);
        configs = List.copyOf(configs);
        acls = List.copyOf(acls);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /**
     * Looks at both clusters of a link, and changes nothing.
     *
     * @param properties a source connector's configuration
     * @throws Misconfigured if that does not make a link
     */
    public static LinkPreview of(Map<String, String> properties) {
        try (var parts = LinkParts.open(SourceSettings.parse(properties))) {
            Examined examined = parts.refresh().examine(Map.of());
            var problems = new ArrayList<>(examined.problems());
            problems.addAll(examined.observed().problems());
            var notes = new ArrayList<Problem>();
            List<ConfigChange> configs = List.of();
            ConfigSync configSync = parts.configs();
            if (configSync != null) {
                ConfigSync.Plan plan = configSync.plan(examined.copies());
                configs = plan.changes();
                problems.addAll(plan.problems());
            }
            List<AclChange> acls = List.of();
            AclSync aclSync = parts.acls();
            if (aclSync != null) {
                AclSync.Plan plan = aclSync.plan(examined.selected());
                acls = plan.changes();
                problems.addAll(plan.problems());
                Problem absence = plan.absence();
                if (absence != null) {
                    notes.add(absence);
                }
            }
            return new LinkPreview(
                    examined.changes(),
                    configs,
                    acls,
                    problems.stream().distinct().toList(),
                    notes);
        }
    }

    /** Whether the target is as the link wants it. */
    public boolean isEmpty() {
        return topics.isEmpty() && acls.isEmpty() && configs.stream().allMatch(ConfigChange.Leave.class::isInstance);
    }
}
