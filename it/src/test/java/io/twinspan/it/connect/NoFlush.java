package io.twinspan.it.connect;

import java.util.Map;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;

/** A cluster's policy under which topics may not set {@code flush.ms}. Immutable. */
public final class NoFlush implements AlterConfigPolicy {
    @Override
    public void validate(RequestMetadata request) {
        if (request.configs().containsKey("flush.ms")) {
            throw new PolicyViolationException("flush.ms is not for topics here");
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
