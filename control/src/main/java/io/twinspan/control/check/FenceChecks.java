package io.twinspan.control.check;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.fence.AclFence;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.fence.FenceSurroundings;
import io.twinspan.control.fence.OpenTransactions;
import io.twinspan.control.fence.OpenTransactions.Open;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.scene.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks whether producers can be kept out, and what they have left open. Confined to one thread. */
final class FenceChecks {
    /** Producers end their transactions within a minute, unless they say otherwise (transaction.timeout.ms). */
    private static final Duration HANGS_AFTER = Duration.ofSeconds(60);

    private final Scene scene;
    private final Obstacles obstacles;

    FenceChecks(Scene scene, Obstacles obstacles) {
        this.scene = scene;
        this.obstacles = obstacles;
    }

    void examine(Move move, List<MovedTopic> topics, long nowMs) {
        if (move.fence() == FenceKind.ACL) {
            acls(move, topics);
        } else if (move.fence() == FenceKind.QUOTA) {
            obstacles.remark(
                    Kind.NO_AUTHORIZER,
                    "fence",
                    "a quota brakes producers to a byte a second each, and all of the cluster's, also those of other topics; records"
                            + " may still be accepted after the end was read, and would stay behind",
                    "");
        }
        transactions(topics, nowMs);
        permissions(topics);
    }

    private void acls(Move move, List<MovedTopic> topics) {
        var surroundings = surroundings(scene);
        if (!surroundings.hasAuthorizer()) {
            obstacles.addFatal(
                    Kind.NO_AUTHORIZER,
                    "cluster " + scene.link().source().alias(),
                    "has no authorizer, so no ACL can keep producers out",
                    "Use --fence quota (a brake), --fence hook (your own program stops them), or --fence stopped (you have stopped"
                            + " them)");
            return;
        }
        List<String> names = topics.stream().map(MovedTopic::topic).toList();
        AclFence fence = AclFence.of(surroundings, names, move.fenceNamed(), exempt(scene, topics));
        if (!fence.obstacle().isEmpty()) {
            obstacles.addFatal(
                    Kind.FENCE_BINDS_LINK,
                    "cluster " + scene.link().source().alias(),
                    fence.obstacle(),
                    "Make that principal a super user there, name the producers' principals with --fence-principals, or use another"
                            + " --fence");
        }
        readers(surroundings, names);
    }

    /** The link has to read what is fenced, and so have consumers. */
    private void readers(FenceSurroundings surroundings, List<String> topics) {
        List<String> open = surroundings.openToAll(topics);
        String link = scene.link().source().principal();
        if (!open.isEmpty() && !surroundings.isSuperUser(link)) {
            obstacles.addFatal(
                    Kind.FENCE_BINDS_LINK,
                    "topics " + Obstacles.some(open),
                    "have no ACL, so everybody may use them (allow.everyone.if.no.acl.found); a denial would be their first, and keep"
                            + " everybody from reading them, too, " + link + " among them",
                    "Give " + link
                            + " and the consumers READ there by ACLs, and the producers WRITE, or use another --fence");
        }
    }

    /** What decides whom a denial on the source binds. */
    static FenceSurroundings surroundings(Scene scene) {
        return FenceSurroundings.of(
                new Acls(scene.source()).all(), scene.source().brokerConfigs());
    }

    /** Who has to go on writing into the topics themselves: the link back, where names are equal. */
    static Set<String> exempt(Scene scene, List<MovedTopic> topics) {
        LinkView back = scene.back();
        ClusterAccess source = scene.link().source();
        boolean isShared = topics.stream().anyMatch(MovedTopic::isSameName);
        return back != null && isShared && source.principal().startsWith("User:")
                ? Set.of(source.principal())
                : Set.of();
    }

    private void transactions(List<MovedTopic> topics, long nowMs) {
        List<Open> open = new OpenTransactions(scene.source()).in(MovedTopic.partitionsOf(topics));
        var hanging = new ArrayList<Open>();
        for (Open one : open) {
            if (one.transactionalId() == null || nowMs - one.lastMs() > HANGS_AFTER.toMillis()) {
                hanging.add(one);
            }
        }
        if (!hanging.isEmpty()) {
            obstacles.add(
                    Kind.HANGING_TRANSACTION,
                    "partition " + hanging.get(0).partition(),
                    hanging.get(0) + (hanging.size() == 1 ? "" : ", and " + (hanging.size() - 1) + " others,")
                            + " has not been added to for a minute and holds up whoever reads committed records",
                    "End it (kafka-transactions.sh); if it is accepted, it is aborted when producers are fenced");
        }
    }

    /** A client that moves finds no ACL where it may not do what it could. */
    private void permissions(List<MovedTopic> topics) {
        var there = surroundings(scene);
        var here = new Acls(scene.target()).all();
        if (!there.hasAuthorizer() || here.isEmpty()) {
            return;
        }
        var target = FenceSurroundings.of(here, scene.target().brokerConfigs());
        Set<String> lacking = new TreeSet<>();
        for (MovedTopic topic : topics) {
            Set<String> readers = new TreeSet<>(there.readers(List.of(topic.topic())));
            readers.removeAll(target.readers(List.of(topic.copy())));
            readers.removeIf(target::isSuperUser);
            if (!target.readers(List.of(topic.copy())).contains(FenceSurroundings.EVERYBODY) && !readers.isEmpty()) {
                readers.forEach(reader -> lacking.add(reader + " on " + topic.copy()));
            }
        }
        if (!lacking.isEmpty()) {
            obstacles.remark(
                    Kind.PERMISSION_MISSING,
                    "permissions " + Obstacles.some(lacking),
                    "to read are given on " + scene.link().source().alias() + " and not on "
                            + scene.link().target().alias(),
                    "Have ACLs follow (sync.topic.acls.enabled = true), or give them by hand");
        }
    }
}
