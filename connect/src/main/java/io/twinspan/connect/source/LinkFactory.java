package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkStats;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.wire.PositionRecord;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Opens the links that tasks host, over real connections. Thread-safe: keeps nothing. */
final class LinkFactory {

    private LinkFactory() {}

    static HostedLink open(SourceSettings settings, List<LaneSpec> lanes) {
        try {
            ClientSettings clients = settings.clients();
            var exchange = new KafkaExchange(clients.sourceLink(), clients.targetLink(), clients.label());
            return new OverKafka(new Link(settings.linkConfig(), exchange, lanes));
        } catch (LinkageError e) {
            throw WorkerSupport.explain(e);
        } catch (ConfigException e) {
            throw new Misconfigured(
                    "source.consumer.*",
                    "Link " + settings.link() + ": a setting of its connections is wrong: " + e.getMessage()
                            + ". Look at 'source.cluster.*', 'source.consumer.*', 'target.cluster.*' and 'target.producer.*'.",
                    e);
        } catch (KafkaException e) {
            throw new Misconfigured(
                    "source.cluster.*",
                    "Link " + settings.link() + ": its connections cannot be prepared: " + e.getMessage()
                            + ". Look at the 'ssl.*' and 'sasl.*' settings of both clusters.",
                    e);
        }
    }

    /** A real link. Confined to the task's thread. */
    private record OverKafka(Link link) implements HostedLink {
        @Override
        public List<PositionRecord> poll(long maxMs) {
            return link.poll(maxMs);
        }

        @Override
        public void recorded(PositionRecord record) {
            link.recorded(record);
        }

        @Override
        public List<PositionRecord> drain(long maxMs) {
            return link.drain(maxMs);
        }

        @Override
        public void settle() {
            link.settle();
        }

        @Override
        public boolean isSettled() {
            return link.isSettled();
        }

        @Override
        public boolean isInFlight() {
            return link.isInFlight();
        }

        @Override
        public List<PositionRecord> positions() {
            return link.positions();
        }

        @Override
        public LinkStats stats() {
            return link.stats();
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
