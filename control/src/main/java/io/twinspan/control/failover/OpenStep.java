package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.cluster.TopicsReader;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.FenceSurroundings;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.wire.SyncedRecord;
import io.twinspan.model.wire.SyncedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;

/**
 * Lets producers write on the target: gives them the rights that were held back, and takes away the denials of an earlier move in the other
 * direction. From here on there is no way back but another move. Confined to the operation's thread.
 */
final class OpenStep extends MoveStep {
    static final String LIFTED = "lifted";

    private final EarlierFence earlier;

    OpenStep(Scene scene, FailoverOptions options, EarlierFence earlier) {
        super(
                scene,
                options,
                OPEN,
                "opens " + scene.link().target().alias() + ": gives producers the rights that were held back",
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));
        this.earlier = earlier;
    }

    @Override
    public boolean isPointOfNoReturn() {
        return true;
    }

    @Override
    public Outcome run(StepContext context) {
        List<MovedTopic> topics = topics(context);
        noteEnds(context, topics);
        var acls = new Acls(scene.target());
        Optional<Set<AclBinding>> there = acls.all();
        if (there.isEmpty()) {
            return Outcome.done(scene.link().target().alias() + " has no authorizer, so there was nothing to open");
        }
        int given = give(context, topics, acls, there.get());
        int lifted = lift(context, topics, acls, there.get());
        return Outcome.done(given + " rights to write given, " + lifted + " denials lifted");
    }

    /** Where the copies end before anybody else writes into them: the link back begins there. */
    private void noteEnds(StepContext context, List<MovedTopic> topics) {
        if (context.note(Notes.TARGET_ENDS) != null) {
            return;
        }
        var copies = new ArrayList<TopicPartition>();
        for (MovedTopic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                copies.add(topic.copyOf(partition));
            }
        }
        note(context, Notes.TARGET_ENDS, Notes.Offsets.of(scene.target().ends(copies), context.nowMs()));
    }

    private int give(StepContext context, List<MovedTopic> topics, Acls acls, Set<AclBinding> there) {
        var wanted = new LinkedHashSet<AclBinding>();
        for (AclBinding right : heldBack(topics)) {
            AccessControlEntry entry = right.entry();
            wanted.add(new AclBinding(
                    right.pattern(),
                    new AccessControlEntry(
                            entry.principal(), entry.host(), AclOperation.WRITE, AclPermissionType.ALLOW)));
        }
        var ours = new LinkedHashSet<AclBinding>();
        read(context, Notes.ACLS, Notes.AclList.class)
                .ifPresent(noted -> noted.acls().forEach(acl -> ours.add(acl.binding())));
        wanted.removeAll(there);
        ours.addAll(wanted);
        note(context, Notes.ACLS, new Notes.AclList(Acl.of(ours)));
        acls.add(wanted);
        return ours.size();
    }

    /** The rights to write at the source: as they are there, or, if it cannot be asked, as the link saw them last. */
    private Set<AclBinding> heldBack(List<MovedTopic> topics) {
        var rights = new LinkedHashSet<AclBinding>();
        Set<AclBinding> known = new LinkedHashSet<>();
        if (!options.isEmergency()) {
            known.addAll(new Acls(scene.source()).all().orElse(Set.of()));
        }
        if (known.isEmpty()) {
            known.addAll(remembered());
        }
        var surroundings = FenceSurroundings.of(Optional.of(known), Map.of());
        topics.forEach(topic -> rights.addAll(surroundings.permissionsToWrite(topic.topic())));
        return rights;
    }

    private Set<AclBinding> remembered() {
        var rights = new LinkedHashSet<AclBinding>();
        new TopicsReader(scene.link().target(), "twinspan-rights", scene.clock(), scene.limit())
                .read(scene.link().internal().synced(), record -> {
                    if (SyncedRecords.decode(record.key(), record.value()) instanceof SyncedRecord.HeldBack right) {
                        if (right.present()) {
                            rights.add(right.binding());
                        } else {
                            rights.remove(right.binding());
                        }
                    }
                });
        return rights;
    }

    private int lift(StepContext context, List<MovedTopic> topics, Acls acls, Set<AclBinding> there) {
        Set<String> names = new TreeSet<>();
        topics.forEach(topic -> {
            names.add(topic.topic());
            names.add(topic.copy());
        });
        var lifted = new LinkedHashSet<AclBinding>();
        read(context, LIFTED, Notes.AclList.class)
                .ifPresent(noted -> noted.acls().forEach(acl -> lifted.add(acl.binding())));
        lifted.addAll(earlier.on(there, names));
        read(context, CLOSE, Notes.ACLS, Notes.AclList.class)
                .ifPresent(noted -> noted.acls().forEach(acl -> lifted.add(acl.binding())));
        note(context, LIFTED, new Notes.AclList(Acl.of(lifted)));
        acls.remove(lifted);
        return lifted.size();
    }

    @Override
    public void undo(StepContext context) {
        throw new Inconsistent("'" + OPEN + "' cannot be taken back: clients may work with the target already");
    }
}
