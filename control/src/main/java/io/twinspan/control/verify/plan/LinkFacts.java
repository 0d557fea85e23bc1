package io.twinspan.control.verify.plan;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.control.inventory.LaneMaps;
import java.util.function.Supplier;

/**
 * What a link's clusters and its positions say, of whoever has clients of both open already. Confined to one thread; who made the clients closes
 * them.
 *
 * @param maps what the positions topic says at the time of the question
 */
public record LinkFacts(ClusterClient source, ClusterClient target, Supplier<LaneMaps> maps) {}
