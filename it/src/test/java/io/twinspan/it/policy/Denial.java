package io.twinspan.it.policy;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** One permission of everybody on one topic is gone, until it is lifted. Immutable. */
record Denial(KafkaCluster cluster, List<AclBinding> bindings) {

    static Denial ofWriting(KafkaCluster cluster, String topic) throws ExecutionException, InterruptedException {
        // A topic that has an ACL is no longer everybody's, so all else has to be allowed again.
        var denial = new Denial(
                cluster,
                List.of(
                        binding(topic, AclOperation.ALL, AclPermissionType.ALLOW),
                        binding(topic, AclOperation.WRITE, AclPermissionType.DENY)));
        cluster.admin().createAcls(denial.bindings).all().get();
        return denial;
    }

    private static AclBinding binding(String topic, AclOperation operation, AclPermissionType type) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, type));
    }

    void lift() throws ExecutionException, InterruptedException {
        cluster.admin()
                .deleteAcls(bindings.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
    }
}
