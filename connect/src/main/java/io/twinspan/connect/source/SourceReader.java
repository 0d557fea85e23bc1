package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.error.Inconsistent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Record mode's consumer of the source: begins where it is told, and says what the source has lost. Confined to one thread. */
final class SourceReader implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SourceReader.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final SourceSettings settings;
    private final ClusterErrors errors;
    private final KafkaConsumer<byte[], byte[]> consumer;

    SourceReader(SourceSettings settings, Map<TopicPartition, StartAt> begins) {
        this.settings = settings;
        this.errors =
                new ClusterErrors("source.cluster.", settings.link().source().value());
        try {
            this.consumer = new KafkaConsumer<>(settings.clients().sourceRecords());
        } catch (KafkaException e) {
            throw errors.explain("creating a consumer", e);
        }
        consumer.assign(begins.keySet());
        begins.forEach((partition, begin) -> {
            switch (begin.kind()) {
                case EARLIEST -> consumer.seekToBeginning(List.of(partition));
                case LATEST -> consumer.seekToEnd(List.of(partition));
                case OFFSET -> consumer.seek(partition, begin.offset());
            }
        });
    }

    /** The next records, in order for each partition. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        try {
            return consumer.poll(atMost);
        } catch (OffsetOutOfRangeException e) {
            passOver(e.offsetOutOfRangePartitions());
            return ConsumerRecords.empty();
        } catch (KafkaException e) {
            throw errors.explain("reading records", e);
        }
    }

    /** As {@code link.retention.gap} says for what retention deleted; nothing else is passed over. */
    private void passOver(Map<TopicPartition, Long> positions) {
        try {
            Map<TopicPartition, Long> firsts = consumer.beginningOffsets(positions.keySet(), ANSWER);
            var lost = new ArrayList<String>();
            positions.forEach((partition, position) -> {
                long first = firsts.getOrDefault(partition, 0L);
                if (first <= position) {
                    throw new Inconsistent("Link " + settings.link() + ": " + partition + " ends before source offset "
                            + position
                            + ", up to which it was copied: it was made anew, or lost its end. Stop the connector,"
                            + " alter or delete the offset of this partition, and resume it.");
                }
                lost.add(partition + " from " + position + " to " + (first - 1));
                if (!settings.linkConfig().policies().gapFails()) {
                    consumer.seek(partition, first);
                }
            });
            if (settings.linkConfig().policies().gapFails()) {
                throw new Inconsistent(
                        "Link " + settings.link() + ": the source has deleted records that were not copied: " + lost
                                + ". 'link.retention.gap = record' goes on behind them.");
            }
            LOGGER.warn("Link {}: the source has deleted records that were not copied: {}.", settings.link(), lost);
        } catch (KafkaException e) {
            throw errors.explain("looking for the first records", e);
        }
    }

    // Not by CloseOptions, which workers of Kafka 4.0 do not have.
    @SuppressWarnings("deprecation")
    @Override
    public void close() {
        consumer.close(CLOSE_WAIT);
    }
}
