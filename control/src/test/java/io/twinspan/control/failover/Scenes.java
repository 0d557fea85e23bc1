package io.twinspan.control.failover;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.inventory.Links;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.name.ClusterAlias;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Links whose clusters do not answer, for what can be told without them. Immutable: keeps nothing. */
final class Scenes {
    private static final Duration LIMIT = Duration.ofMillis(100);

    private Scenes() {}

    /** {@code dc1->dc2}; nobody listens where they should be. */
    static Scene unanswered() {
        LinkView view = Links.view();
        var link = new LinkView(
                nowhere("dc1"),
                nowhere("dc2"),
                view.internal(),
                view.standsBy(),
                view.storageReplication(),
                view.rules(),
                view.groups(),
                view.copies(),
                view.settings());
        return new Scene(link, null, Clock.systemUTC(), LIMIT);
    }

    private static ClusterAccess nowhere(String alias) {
        return new ClusterAccess(new ClusterAlias(alias), Map.of("bootstrap.servers", "127.0.0.1:1"));
    }
}
