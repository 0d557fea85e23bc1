package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.progress.Follower;
import io.twinspan.connect.progress.Followers;
import io.twinspan.connect.takeover.MirrorOffsets;
import io.twinspan.connect.takeover.TakeoverSearch;
import io.twinspan.connect.takeover.TakeoverSearch.Found;
import io.twinspan.connect.takeover.TakeoverSearch.Side;
import io.twinspan.connect.takeover.TakeoverSearch.Wanted;
import io.twinspan.model.wire.PositionRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * What a task is made of and what reaches out to the clusters; a test puts others in their places. Immutable.
 *
 * @param positions begins to read the positions topic
 * @param offsets begins to read MirrorMaker 2's own positions
 * @param orders begins to read the control topic
 * @param commits begins to ask what a group has committed
 * @param searches begins to look where MirrorMaker 2 stopped
 * @param links opens links
 * @param store stores positions without Connect
 * @param followers makes those who are told of the progress
 */
record TaskParts(
        PositionsReading.Factory positions,
        Offsets offsets,
        Orders.Opener orders,
        Commits commits,
        Searches searches,
        HostedLink.Factory links,
        Store store,
        Watchers followers) {

    /** How long positions that are stored without Connect may take, well below Connect's 5 s for a task to stop. */
    private static final Duration STORE_WAIT = Duration.ofMillis(1_500);

    /** Begins to read MirrorMaker 2's positions. */
    interface Offsets {
        PositionsReading open(SourceSettings settings, String topic, MirrorOffsets offsets);
    }

    /** The offsets of a group on the source, as far as a task sees them. Confined to the task's thread. */
    interface Committed extends AutoCloseable {
        /** Waits about as long as given; returns whether the answer is there. */
        boolean advance(Duration atMost);

        /** Where the group goes on; empty if it has committed nothing there. */
        OptionalLong offset(TopicPartition partition);

        @Override
        void close();
    }

    /** Begins to ask what a group has committed. */
    interface Commits {
        Committed open(SourceSettings settings, String group);
    }

    /** A {@link TakeoverSearch}, as far as a task sees it. Confined to the task's thread. */
    interface Search extends AutoCloseable {
        boolean advance(Duration atMost);

        Map<TopicPartition, Found> found();

        @Override
        void close();
    }

    /** Begins to look where MirrorMaker 2 stopped. */
    interface Searches {
        Search open(SourceSettings settings, Collection<Wanted> wanted);
    }

    /** Stores records without Connect; returns when they are durable. */
    interface Store {
        void store(SourceSettings settings, String topic, int partitions, List<PositionRecord> records);
    }

    /** Makes those who are told of the progress. */
    interface Watchers {
        Follower open(SourceSettings settings, SourceTaskContext context);
    }

    /** Over real connections. */
    static TaskParts real() {
        return new TaskParts(
                (settings, topic, known) -> reader(settings, topic, known::take, false),
                (settings, topic, offsets) ->
                        reader(settings, topic, record -> offsets.accept(record.key(), record.value()), true),
                (settings, sink) -> reader(settings, settings.controlTopic(), sink, true),
                (settings, group) -> new CommittedOffsets(
                        group, settings.admin(settings.clients().startAdmin()), sourceErrors(settings)),
                TaskParts::search,
                LinkFactory::open,
                TaskParts::write,
                (settings, context) -> new Followers(FollowerFactory.of(settings, context)));
    }

    private static PositionsReading reader(
            SourceSettings settings, String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink, boolean isOptional) {
        return new PositionsReader(
                topic, settings.clients().positionsConsumer(), targetErrors(settings), sink, isOptional);
    }

    private static Search search(SourceSettings settings, Collection<Wanted> wanted) {
        ClusterErrors errors = sourceErrors(settings);
        var source = new Side(consumer(settings.clients().takeoverSourceConsumer(), errors), errors);
        var target = new Side(
                consumer(settings.clients().takeoverTargetConsumer(), targetErrors(settings)), targetErrors(settings));
        var search = new TakeoverSearch(wanted, source, target);
        return new Search() {
            @Override
            public boolean advance(Duration atMost) {
                return search.advance(atMost);
            }

            @Override
            public Map<TopicPartition, Found> found() {
                return search.found();
            }

            @Override
            public void close() {
                search.close();
            }
        };
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client, ClusterErrors errors) {
        try {
            return new KafkaConsumer<>(client);
        } catch (KafkaException e) {
            throw errors.explain("creating a consumer", e);
        }
    }

    private static void write(SourceSettings settings, String topic, int partitions, List<PositionRecord> records) {
        new PositionsWriter(topic, partitions, settings.clients().positionsProducer(), targetErrors(settings))
                .write(records, STORE_WAIT);
    }

    private static ClusterErrors sourceErrors(SourceSettings settings) {
        return new ClusterErrors("source.cluster.", settings.link().source().value());
    }

    private static ClusterErrors targetErrors(SourceSettings settings) {
        return new ClusterErrors("target.cluster.", settings.link().target().value());
    }
}
