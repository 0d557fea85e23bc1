package io.twinspan.model.translation;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One partition of a topic in two or three clusters, made up from a seed: producers in each, and links in full mesh that carry what was
 * first produced in their source. Confined to one test.
 */
final class SharedWorld {
    static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private static final int PAGE = 4;

    final Random random;
    final int clusters;
    private final int holes;

    /** Per cluster and offset: which record is there, or null for a marker or a hole. */
    final List<List<Produced>> logs = new ArrayList<>();

    private final Map<List<Integer>, Flow> links = new HashMap<>();
    private long produced;

    /** A record wherever it is. Immutable. */
    record Produced(int origin, long id) {}

    /**
     * @param holes of a hundred batches, behind how many there is a marker or a hole
     */
    SharedWorld(long seed, int clusters, int holes) {
        random = new Random(seed);
        this.clusters = clusters;
        this.holes = holes;
        for (int i = 0; i < clusters; i++) {
            logs.add(new ArrayList<>());
        }
        while (links.size() < clusters * (clusters - 1)) {
            int source = random.nextInt(clusters);
            int target = random.nextInt(clusters);
            if (source != target) {
                links.computeIfAbsent(List.of(source, target), unused -> new Flow(source, target));
            }
            steps(random.nextInt(4));
        }
    }

    Flow link(int source, int target) {
        return links.get(List.of(source, target));
    }

    long end(int cluster) {
        return logs.get(cluster).size();
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) == 0) {
                produce(random.nextInt(clusters));
            }
            links.values().forEach(link -> {
                if (random.nextInt(3) > 0) {
                    link.copy(random.nextInt(12));
                }
                if (random.nextInt(4) == 0) {
                    link.storePages();
                }
                if (random.nextInt(4) == 0) {
                    link.storeTip();
                }
            });
        }
    }

    /** Nothing is produced any more; everything is copied and stored. */
    void settle() {
        for (int i = 0; i < 2; i++) {
            links.values().forEach(link -> {
                link.copy(Integer.MAX_VALUE);
                link.storeTip();
            });
        }
    }

    /** Only one link goes on, with what is produced in its source; the others are held. */
    void goOnWith(Flow link, int batches) {
        for (int i = 0; i < batches; i++) {
            produce(link.source);
            if (random.nextInt(3) == 0) {
                logs.get(link.source).add(null);
            }
            link.copy(Integer.MAX_VALUE);
            link.storeTip();
        }
    }

    private void produce(int cluster) {
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            logs.get(cluster).add(new Produced(cluster, produced++));
        }
        hole(cluster);
    }

    private void hole(int cluster) {
        if (random.nextInt(100) < holes) {
            logs.get(cluster).add(null);
        }
    }

    /** One link with what it stores. Confined to one test. */
    final class Flow {
        private final int source;
        private final int target;
        private final LaneId lane;
        private final List<Map.Entry<byte[], byte[]>> stored = new ArrayList<>();
        private final List<List<Run>> pages = new ArrayList<>();
        private int firstUnstored;
        private int position;
        private long appendedTo;
        private long appended;

        Flow(int source, int target) {
            this.source = source;
            this.target = target;
            lane = new LaneId(new Uuid(source + 1, 7), PARTITION.topic(), PARTITION.partition(), 0);
            appendedTo = end(target);
            write(new PositionRecord.Start(tip(), 1));
        }

        void copy(int most) {
            List<Produced> from = logs.get(source);
            long before = end(target);
            for (int i = 0; i < most && position < from.size(); i++, position++) {
                Produced record = from.get(position);
                if (record != null && record.origin() == source) {
                    add(new Run(source, appended++, position, end(target), 1));
                    logs.get(target).add(record);
                    appendedTo = end(target);
                }
            }
            if (end(target) > before) {
                hole(target);
            }
        }

        private void add(Run run) {
            List<Run> page = pages.isEmpty() ? null : pages.get(pages.size() - 1);
            Run last = page == null ? null : page.get(page.size() - 1);
            if (page != null && last.isContinuedBy(run)) {
                page.set(page.size() - 1, last.joinedWith(run));
            } else if (page != null && page.size() < PAGE) {
                page.add(run);
            } else {
                pages.add(new ArrayList<>(List.of(run)));
            }
        }

        void storePages() {
            for (; firstUnstored < pages.size(); firstUnstored++) {
                write(new RunsPage(lane, 1, List.copyOf(pages.get(firstUnstored))));
            }
            firstUnstored = Math.max(0, pages.size() - 1);
        }

        void storeTip() {
            storePages();
            write(new TipRecord(tip()));
        }

        private Tip tip() {
            return new Tip(lane, position, appendedTo, Map.of(), Tip.UNKNOWN_EPOCH, stored.size());
        }

        private void write(PositionRecord.Writable record) {
            stored.add(Map.entry(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)));
        }

        /** What a reader knows who has come that far. */
        LaneBook book(int records) {
            var book = new LaneBook(PARTITION::equals);
            stored.subList(0, Math.max(1, Math.min(records, stored.size())))
                    .forEach(record -> book.accept(record.getKey(), record.getValue()));
            return book;
        }

        LaneBook book() {
            return book(stored.size());
        }

        /** What a reader knows who is some records behind. */
        LaneBook lateBook() {
            return book(stored.size() - random.nextInt(10));
        }
    }
}
