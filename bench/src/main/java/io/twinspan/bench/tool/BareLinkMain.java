package io.twinspan.bench.tool;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.PositionRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The program of {@link BareLink}: one link that stores no positions, until the process is killed. Confined to the main thread. */
public final class BareLinkMain {
    private BareLinkMain() {}

    /** Arguments: files with the client configurations of source and target, topic, target topic, partitions, whether only committed data is read. */
    public static void main(String[] arguments) {
        KafkaExchange exchange = new KafkaExchange(client(arguments[0]), client(arguments[1]), "bench-link");
        List<LaneSpec> lanes = new ArrayList<>();
        for (int partition = 0; partition < Integer.parseInt(arguments[4]); partition++) {
            lanes.add(
                    new LaneSpec(arguments[2], partition, arguments[3], 0, null, LaneSpec.StartAt.EARLIEST, List.of()));
        }
        try (Link link = new Link(config(Boolean.parseBoolean(arguments[5])), exchange, lanes)) {
            while (!Thread.currentThread().isInterrupted()) {
                for (PositionRecord record : link.poll(500)) {
                    link.recorded(record);
                }
            }
        }
    }

    private static Map<String, String> client(String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static LinkConfig config(boolean readCommitted) {
        LinkConfig defaults = LinkConfig.defaults(LinkName.parse("bench-source->bench-target"));
        return new LinkConfig(
                defaults.name(),
                readCommitted,
                Long.getLong("bench.memory", defaults.memoryBytes()),
                Integer.getInteger("bench.fetch.connections", defaults.fetchConnections()),
                Integer.getInteger("bench.produce.connections", defaults.produceConnections()),
                Integer.getInteger("bench.fetch.bytes", defaults.fetchBytes()),
                Integer.getInteger("bench.lane.bytes", defaults.laneFetchBytes()),
                defaults.laneWindow(),
                defaults.rateBytes(),
                defaults.tipIntervalMs(),
                defaults.merge(),
                defaults.targetCodec(),
                defaults.gapFails(),
                defaults.origins());
    }
}
