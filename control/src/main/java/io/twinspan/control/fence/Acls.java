package io.twinspan.control.fence;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;

/** The ACLs of a cluster. Confined to one thread. */
public final class Acls {
    private final ClusterClient cluster;

    public Acls(ClusterClient cluster) {
        this.cluster = cluster;
    }

    /**
     * All of them; empty if the cluster has no authorizer.
     *
     * @throws Misconfigured if they may not be read
     */
    public Optional<Set<AclBinding>> all() {
        try {
            return Optional.of(new HashSet<>(cluster.await(
                    cluster.admin().describeAcls(AclBindingFilter.ANY).values())));
        } catch (TransientFailure e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                return Optional.empty();
            }
            throw explained("reading its ACLs", "DESCRIBE", e);
        }
    }

    /**
     * Adds ACLs.
     *
     * @throws Misconfigured if that is not permitted
     */
    public void add(Collection<AclBinding> bindings) {
        if (bindings.isEmpty()) {
            return;
        }
        try {
            cluster.await(cluster.admin().createAcls(bindings).all());
        } catch (TransientFailure e) {
            throw explained("adding ACLs", "ALTER", e);
        }
    }

    /**
     * Removes exactly these ACLs; returns those that were there.
     *
     * @throws Misconfigured if that is not permitted
     */
    public List<AclBinding> remove(Collection<AclBinding> bindings) {
        if (bindings.isEmpty()) {
            return List.of();
        }
        try {
            return new ArrayList<>(cluster.await(cluster.admin()
                    .deleteAcls(bindings.stream().map(AclBinding::toFilter).toList())
                    .all()));
        } catch (TransientFailure e) {
            throw explained("removing ACLs", "ALTER", e);
        }
    }

    private RuntimeException explained(String what, String operation, TransientFailure e) {
        return e.getCause() instanceof AuthorizationException
                ? new Misconfigured(
                        cluster.cluster().key("sasl.jaas.config"),
                        what + " of " + cluster.cluster().alias() + " is refused: "
                                + cluster.cluster().principal() + " lacks " + operation + " on the cluster",
                        e)
                : e;
    }
}
