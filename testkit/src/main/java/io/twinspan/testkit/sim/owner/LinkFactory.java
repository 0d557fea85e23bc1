package io.twinspan.testkit.sim.owner;

import io.twinspan.link.exchange.Exchange;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.SimLink;
import java.util.List;

/** Makes a link out of nothing but what is durable. Confined to the world's thread. */
@FunctionalInterface
public interface LinkFactory {

    /**
     * Makes a new incarnation of the link.
     *
     * @param durable all records of the positions topic in order, superseded ones included
     */
    SimLink start(Exchange exchange, List<PositionRecord> durable);
}
