package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.Fetch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker's memory of one incremental fetch session (KIP-227): what it last said of each partition, and whose turn it is.
 * Confined to the world's thread.
 */
public final class FetchSession {
    private final Map<String, Said> said = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    private record Said(long highWatermark, long lastStableOffset, long logStart) {}

    /** The positions in the order of their turns: a partition that got data goes to the end. */
    List<Fetch.Position> inTurn(List<Fetch.Position> positions) {
        var byName = new HashMap<String, Fetch.Position>();
        positions.forEach(position -> byName.put(key(position.topic(), position.partition()), position));
        order.removeIf(name -> !byName.containsKey(name));
        said.keySet().retainAll(byName.keySet());
        for (Fetch.Position position : positions) {
            String name = key(position.topic(), position.partition());
            if (!order.contains(name)) {
                order.add(name);
            }
        }
        return order.stream().map(byName::get).toList();
    }

    /** The partitions that a session's answer names: those with data, an error, or news. */
    List<FetchedPart> news(List<FetchedPart> parts) {
        var news = new ArrayList<FetchedPart>();
        for (FetchedPart part : parts) {
            String name = key(part.topic(), part.partition());
            var now = new Said(part.highWatermark(), part.lastStableOffset(), part.logStartOffset());
            Said before = said.put(name, now);
            if (part.records().remaining() > 0 || part.isUrgent() || !now.equals(before)) {
                news.add(part);
            }
            if (part.records().remaining() > 0) {
                order.remove(name);
                order.add(name);
            }
        }
        return news;
    }

    private static String key(String topic, int partition) {
        return topic + "-" + partition;
    }
}
