package io.twinspan.app.runner;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.control.cluster.GroupRules;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.connect.mirror.GroupFilter;

/**
 * The consumer groups of a link, decided by the filter class that its configuration names. Immutable, as far as that is.
 */
final class LinkGroups implements GroupRules {
    private static final Pattern LITERAL = Pattern.compile("[a-zA-Z0-9_-]+");

    private final GroupFilter filter;
    private final boolean translated;
    private final boolean committed;
    private final List<String> named;
    private final String progress;

    private LinkGroups(GroupFilter filter, boolean translated, boolean committed, List<String> named, String progress) {
        this.filter = filter;
        this.progress = progress;
        this.translated = translated;
        this.committed = committed;
        this.named = List.copyOf(named);
    }

    /**
     * Loads the class.
     *
     * @throws Misconfigured naming the key whose class cannot be used
     */
    static LinkGroups of(LinkConfiguration link) {
        return new LinkGroups(
                new LinkPlugins(link).groupFilter(),
                translates(link),
                translates(link) && link.get(GroupOptions.SYNC_GROUP_OFFSETS),
                link.get(GroupOptions.GROUPS).stream()
                        .filter(group -> LITERAL.matcher(group).matches())
                        .toList(),
                link.get(LinkOptions.PROGRESS_GROUP).strip());
    }

    /** Whether a link has a checkpoint connector, as in MirrorMaker 2. */
    static boolean translates(LinkConfiguration link) {
        return link.isEnabled() && link.get(GroupOptions.EMIT_CHECKPOINTS);
    }

    @Override
    public boolean areTranslated() {
        return translated;
    }

    @Override
    public boolean areCommitted() {
        return committed;
    }

    @Override
    public boolean accepts(String group) {
        return !group.equals(progress) && filter.shouldReplicateGroup(group);
    }

    @Override
    public List<String> named() {
        return named;
    }
}
