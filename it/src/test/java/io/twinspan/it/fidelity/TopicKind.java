package io.twinspan.it.fidelity;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.Codec;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.JsonRecords.Kind;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.OddRecords;
import io.twinspan.testkit.record.SizedRecords;
import io.twinspan.testkit.record.SometimesTombstone;
import io.twinspan.testkit.record.TopicLoader;
import java.util.Locale;

/**
 * A kind of topic that a copy must get right: how it is made, filled before the link runs, and filled on while it runs.
 *
 * <p>Immutable.
 */
enum TopicKind {
    /** Batches of 64 KB in each codec: they are to pass as they are. */
    NONE(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return filled(cluster, Codec.NONE);
        }
    },
    GZIP(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return filled(cluster, Codec.GZIP);
        }
    },
    SNAPPY(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return filled(cluster, Codec.SNAPPY);
        }
    },
    LZ4(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return filled(cluster, Codec.LZ4);
        }
    },
    ZSTD(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return filled(cluster, Codec.ZSTD);
        }
    },
    /** One record a batch, many of which are merged. */
    TINY(false) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster).codec(Codec.LZ4).tinyBatches().create().load(SizedRecords.of(11, 60, 500), 5_000);
        }
    },
    /** Two producers whose transactions interleave; every third aborts, the last one too. */
    TRANSACTIONAL(false) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            LoadedTopic topic = of(cluster).partitions(2).codec(Codec.LZ4).create();
            return topic.loadInTransactions(JsonRecords.of(Kind.ORDERS, 12), 1_200, 40, 3);
        }

        @Override
        void loadMore(LoadedTopic topic) {
            topic.loadInTransactions(JsonRecords.of(Kind.ORDERS, 12), 240, 40, 2);
        }
    },
    /** What the cleaner has left: batches with holes, and tombstones. */
    COMPACTED(false) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster)
                    .compacted()
                    .codec(Codec.ZSTD)
                    .create()
                    .load(new SometimesTombstone(SizedRecords.of(13, 300, 400), 7), 4_000)
                    .clean();
        }

        @Override
        void loadMore(LoadedTopic topic) {
            // Tombstones of an ordinary batch, which no cleaner has seen.
            topic.load(new SometimesTombstone(SizedRecords.of(14, 300, 400), 3), 200);
        }
    },
    /** Absent and empty keys and values, repeated headers, timestamps that run backwards. */
    ODD(false) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster).partitions(2).codec(Codec.GZIP).create().load(OddRecords.of(15), 3_000);
        }
    },
    /** Records of a megabyte, which just fit by default. */
    MEGABYTE(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster).create().load(SizedRecords.of(16, 1_040_000, 10), 12);
        }

        @Override
        void loadMore(LoadedTopic topic) {
            topic.load(SizedRecords.of(16, 1_040_000, 10), 3);
        }
    },
    /** Larger ones, for which both topics are told to take larger batches. */
    LARGER(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster)
                    .setting("max.message.bytes", Integer.toString(6 << 20))
                    .codec(Codec.SNAPPY)
                    .create()
                    .load(SizedRecords.of(17, 3_000_000, 10), 5);
        }

        @Override
        void loadMore(LoadedTopic topic) {
            topic.load(SizedRecords.of(17, 3_000_000, 10), 1);
        }
    },
    /** A topic of which the first 300,000 offsets are gone. */
    LATE_START(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster).codec(Codec.LZ4).create().startAt(300_000).load(JsonRecords.of(Kind.USERS, 18), 2_000);
        }
    },
    /** Fifty partitions. */
    FIFTY(true) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster).partitions(50).codec(Codec.ZSTD).create().load(JsonRecords.of(Kind.EVENTS, 19), 20_000);
        }
    },
    /** The broker's clock in place of the producer's. */
    LOG_APPEND_TIME(false) {
        @Override
        LoadedTopic create(KafkaCluster cluster) {
            return of(cluster).logAppendTime().codec(Codec.LZ4).create().load(JsonRecords.of(Kind.ORDERS, 20), 3_000);
        }
    };

    private final boolean passesWhole;

    TopicKind(boolean passesWhole) {
        this.passesWhole = passesWhole;
    }

    /** Makes the topic and fills it. */
    abstract LoadedTopic create(KafkaCluster cluster);

    /** Fills the topic on, while a link copies it. */
    void loadMore(LoadedTopic topic) {
        topic.load(JsonRecords.of(Kind.EVENTS, 21), 300);
    }

    /** Whether its batches, the small ones apart, are to be in the target byte for byte. */
    boolean passesWhole() {
        return passesWhole;
    }

    String topic() {
        return "kind-" + name().toLowerCase(Locale.ROOT);
    }

    TopicLoader of(KafkaCluster cluster) {
        return TopicLoader.of(cluster, topic());
    }

    LoadedTopic filled(KafkaCluster cluster, Codec codec) {
        return of(cluster).partitions(2).codec(codec).create().load(JsonRecords.of(Kind.EVENTS, ordinal()), 6_000);
    }
}
