package io.twinspan.control.failover;

import io.twinspan.control.cluster.Contact;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.FenceSurroundings;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.OperationState.StepState;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The denials that moves in the other direction have left on what is the target now. Its journal, in the cluster to which clients were moved
 * then, tells which they are; if that cluster cannot be asked, their form does: a denial of WRITE for everybody, on a topic by its name.
 * Confined to the operation's thread.
 *
 * @param mayBeSilent whether that cluster may be lost, so that it is asked first whether it answers at all
 */
record EarlierFence(Scene scene, boolean mayBeSilent) {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    /** Those of them that are there now, on these topics, or on groups. */
    Set<AclBinding> on(Set<AclBinding> there, Set<String> topics) {
        Set<AclBinding> known;
        try {
            known = journaled();
        } catch (ReplicationException e) {
            return byForm(there, topics);
        }
        return among(known, there, topics);
    }

    /** A move of some topics leaves the denials of others: their clients have not moved back. */
    static Set<AclBinding> among(Set<AclBinding> known, Set<AclBinding> there, Set<String> topics) {
        var acls = new LinkedHashSet<AclBinding>();
        for (AclBinding binding : known) {
            boolean isOfOtherTopic = binding.pattern().resourceType() == ResourceType.TOPIC
                    && !topics.contains(binding.pattern().name());
            if (there.contains(binding) && !isOfOtherTopic) {
                acls.add(binding);
            }
        }
        return acls;
    }

    private Set<AclBinding> journaled() {
        LinkView back = scene.back();
        if (back == null) {
            return Set.of();
        }
        if (mayBeSilent && !Contact.answers(back.target(), ANSWERS_WITHIN)) {
            throw new TransientFailure(back.target() + " does not answer");
        }
        try (var topic = new JournalTopic(back, scene.clock(), scene.limit())) {
            return left(new OperationLog(topic).entries());
        }
    }

    /** What operations have left: one that was taken back has left nothing, whatever is there now. */
    static Set<AclBinding> left(List<Entry> entries) {
        var acls = new LinkedHashSet<AclBinding>();
        for (String operation : OperationState.operations(entries)) {
            OperationState state = OperationState.of(operation, entries);
            for (String name : List.of(MoveStep.FENCE, MoveStep.GROUPS)) {
                StepState step = state.step(name);
                String noted = state.notes(name).get(Notes.ACLS);
                if (noted != null && (step == null || !step.isUndone())) {
                    JsonText.read(noted, Notes.AclList.class).acls().stream()
                            .map(Acl::binding)
                            .forEach(acls::add);
                }
            }
        }
        return acls;
    }

    static Set<AclBinding> byForm(Set<AclBinding> there, Set<String> topics) {
        var acls = new LinkedHashSet<AclBinding>();
        for (AclBinding binding : there) {
            if (binding.pattern().resourceType() == ResourceType.TOPIC
                    && binding.pattern().patternType() == PatternType.LITERAL
                    && topics.contains(binding.pattern().name())
                    && binding.entry().permissionType() == AclPermissionType.DENY
                    && binding.entry().operation() == AclOperation.WRITE
                    && binding.entry().principal().equals(FenceSurroundings.EVERYBODY)
                    && binding.entry().host().equals("*")) {
                acls.add(binding);
            }
        }
        return acls;
    }
}
