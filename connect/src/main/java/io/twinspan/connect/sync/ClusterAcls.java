package io.twinspan.connect.sync;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateAclsOptions;
import org.apache.kafka.clients.admin.DeleteAclsOptions;
import org.apache.kafka.clients.admin.DescribeAclsOptions;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * The ACLs of one cluster: looks at them, and applies {@link AclChange}s. Confined to one thread.
 */
public final class ClusterAcls {
    /** A controller writes at most 10,000 records for one request (4.3.1). */
    private static final int ACLS_A_REQUEST = 1_000;

    private final Admin admin;
    private final ClusterErrors errors;
    private final Duration timeout;

    public ClusterAcls(Admin admin, ClusterErrors errors, Duration timeout) {
        this.admin = admin;
        this.errors = errors;
        this.timeout = timeout;
    }

    /**
     * What there is. Immutable.
     *
     * @param absence why there is nothing to compare with: no authorizer, or no permission to look; null if there is
     * @param refused whether that is for want of a permission
     */
    public record Observed(
            List<AclBinding> bindings, @Nullable Problem absence, boolean refused) {
        public Observed {
            bindings = List.copyOf(bindings);
        }
    }

    /** All ACLs of these types of resource. */
    public Observed observe(Collection<ResourceType> types) {
        var bindings = new ArrayList<AclBinding>();
        for (ResourceType type : new TreeSet<>(types)) {
            var filter = new AclBindingFilter(
                    new ResourcePatternFilter(type, null, PatternType.ANY), AccessControlEntryFilter.ANY);
            var answer = admin.describeAcls(filter, new DescribeAclsOptions().timeoutMs(timeoutMs()))
                    .values();
            Throwable failure = errors.failure(answer, timeout);
            if (failure != null) {
                return new Observed(List.of(), absence(failure), failure instanceof AuthorizationException);
            }
            bindings.addAll(errors.await(answer, timeout, "reading ACLs"));
        }
        return new Observed(bindings, null, false);
    }

    private Problem absence(Throwable failure) {
        if (failure instanceof SecurityDisabledException || failure instanceof UnsupportedVersionException) {
            return new Problem(
                    "cluster " + errors.alias(),
                    "has no authorizer, so no ACLs are synchronized. Nothing has to be done;"
                            + " 'sync.topic.acls.enabled = false' saves the question.");
        }
        if (failure instanceof AuthorizationException) {
            return refused("ACLs may not be looked at, so none are synchronized", "DESCRIBE");
        }
        throw errors.explain("reading ACLs", failure);
    }

    /** Makes the changes, additions first; returns those that failed, with what to do about them. */
    public Map<AclChange, Problem> apply(List<AclChange> changes) {
        var failed = new HashMap<AclChange, Problem>();
        for (int i = 0; i < changes.size(); i += ACLS_A_REQUEST) {
            List<AclChange> part = changes.subList(i, Math.min(changes.size(), i + ACLS_A_REQUEST));
            add(part.stream().filter(AclChange.Add.class::isInstance).toList(), failed);
            remove(part.stream().filter(AclChange.Remove.class::isInstance).toList(), failed);
        }
        return failed;
    }

    private void add(List<AclChange> additions, Map<AclChange, Problem> failed) {
        if (additions.isEmpty()) {
            return;
        }
        var bindings = additions.stream().map(AclChange::binding).toList();
        var answers = admin.createAcls(bindings, new CreateAclsOptions().timeoutMs(timeoutMs()))
                .values();
        for (AclChange change : additions) {
            failure(errors.failure(answers.get(change.binding()), timeout), "added")
                    .ifPresent(problem -> failed.put(change, problem));
        }
    }

    private void remove(List<AclChange> removals, Map<AclChange, Problem> failed) {
        if (removals.isEmpty()) {
            return;
        }
        var filters =
                removals.stream().map(change -> change.binding().toFilter()).toList();
        var answers = admin.deleteAcls(filters, new DeleteAclsOptions().timeoutMs(timeoutMs()))
                .values();
        for (AclChange change : removals) {
            failure(errors.failure(answers.get(change.binding().toFilter()), timeout), "removed")
                    .ifPresent(problem -> failed.put(change, problem));
        }
    }

    private Optional<Problem> failure(@Nullable Throwable failure, String verb) {
        if (failure == null) {
            return Optional.empty();
        }
        if (failure instanceof AuthorizationException) {
            return Optional.of(refused("ACLs may not be " + verb, "ALTER"));
        }
        return Optional.of(new Problem(
                "cluster " + errors.alias(),
                "an ACL was not " + verb + ": " + failure.getMessage() + ". It is tried again."));
    }

    private Problem refused(String what, String permission) {
        return new Problem(
                "cluster " + errors.alias(),
                what + ": the link's principal lacks " + permission
                        + " on the cluster. Grant it, or set 'sync.topic.acls.enabled' to false; it is tried again.");
    }

    private int timeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }
}
