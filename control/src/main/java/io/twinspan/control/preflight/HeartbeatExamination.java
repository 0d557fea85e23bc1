package io.twinspan.control.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/**
 * The look at a link that copies nothing and only emits heartbeats: what its worker needs on the target, and the topic.
 *
 * <p>Confined to the calling thread; used once.
 */
final class HeartbeatExamination {
    private final LinkPlan plan;
    private final ClusterProbe target;
    private final boolean fitsReplication;

    HeartbeatExamination(LinkPlan plan, ClusterProbe target, boolean fitsReplication) {
        this.plan = plan;
        this.target = target;
        this.fitsReplication = fitsReplication;
    }

    LinkReport report() {
        List<Finding> findings = new ArrayList<>(factors(plan, target, fitsReplication));
        try {
            Set<String> names = target.await(target.admin()
                    .listTopics(new ListTopicsOptions().listInternal(true))
                    .names());
            new TargetExamination(plan, target, findings).examine(List.of(), names);
        } catch (ExecutionException | TimeoutException e) {
            findings.add(Finding.unreachable(
                    plan.name().toString(), "the check was broken off: " + e.getMessage(), "try again"));
        }
        return LinkReport.ofHeartbeats(plan.name(), findings);
    }

    /** Replication factors above the number of brokers: the file was made for another cluster. */
    static List<Finding> factors(LinkPlan plan, ClusterProbe target, boolean fitsReplication) {
        String link = plan.name().toString();
        List<Finding> findings = new ArrayList<>();
        for (LinkPlan.Factor factor : plan.factors()) {
            if (factor.value() <= target.brokers()) {
                continue;
            }
            String brokers = target.brokers() == 1 ? "1 broker" : target.brokers() + " brokers";
            String what = factor.key() + " = " + factor.value() + (factor.given() ? "" : " (the default)") + " but "
                    + plan.name().target() + " has " + brokers;
            String cure = (factor.given() ? "lower " : "set a lower ") + factor.key()
                    + ", or use --fit-replication for a try-out";
            findings.add(
                    fitsReplication
                            ? Finding.note(link, what + "; lowered to " + target.brokers())
                            : Finding.misconfigured(link, what, cure));
        }
        return findings;
    }
}
