package io.twinspan.connect.source;

import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often configs and ACLs follow the source. Immutable.
 *
 * @param configs how often configs are compared, null for never
 * @param acls how often ACLs are compared, null for never
 * @param groupAcls whether groups' ACLs are compared, too
 */
record SyncSettings(@Nullable Duration configs, @Nullable Duration acls, boolean groupAcls) {

    static SyncSettings of(LinkConfiguration config) {
        return new SyncSettings(
                config.every(SourceOptions.SYNC_TOPIC_CONFIGS, SourceOptions.SYNC_TOPIC_CONFIGS_INTERVAL),
                config.every(SourceOptions.SYNC_TOPIC_ACLS, SourceOptions.SYNC_TOPIC_ACLS_INTERVAL),
                config.get(LinkOptions.GROUP_ACLS));
    }
}
