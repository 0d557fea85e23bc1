package io.twinspan.app.runner;

import io.twinspan.client.LinkClient;
import io.twinspan.client.LinkClientBuilder;
import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.LinkConfiguration;

/**
 * A link whose positions are to be looked up. Immutable, but for the client that is described.
 *
 * @param client a client of both clusters, to be opened
 * @param rules which topics the link copies
 */
public record LinkLookup(LinkName name, LinkClientBuilder client, TopicRules rules) {

    /**
     * Loads the link's classes.
     *
     * @throws Misconfigured naming the key whose class cannot be used
     */
    static LinkLookup of(LinkConfiguration link) {
        LinkName name = link.name();
        LinkClientBuilder client = LinkClient.of(
                        name.source().value(), name.target().value())
                .source(link.sourceClient(ClientRole.ADMIN))
                .target(link.targetClient(ClientRole.CONSUMER))
                .policy(new LinkPlugins(link).replicationPolicy())
                .written(name.source() + ".", name.target() + ".")
                .timeout(Deployment.ANSWER_LIMIT);
        return new LinkLookup(name, client, LinkTopics.of(link));
    }
}
