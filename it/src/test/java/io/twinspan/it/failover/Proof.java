package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What has to be true when clients have moved, record by record. Immutable. */
record Proof(MoveStage stage, Contents source, Contents target) {

    /** What both clusters hold now of topics that were moved away from dc1. */
    static Proof read(MoveStage stage) {
        return new Proof(
                stage,
                Contents.read(stage.dc1.clientProperties("shop"), stage.topics),
                Contents.read(stage.dc2.clientProperties("shop"), stage.copies("dc1")));
    }

    /** The same of topics of the same name, from which clients came back to dc1. */
    static Proof ofReturn(MoveStage stage) {
        return new Proof(
                stage,
                Contents.read(stage.dc2.clientProperties("shop"), stage.topics),
                Contents.read(stage.dc1.clientProperties("shop"), stage.topics));
    }

    /** The copies are the topics: everything that was acknowledged is there, once, in order. */
    void nothingIsLost(Writers writers) {
        for (String topic : stage.topics) {
            for (int partition = 0; partition < stage.shape.partitions(); partition++) {
                List<String> there = target.of(stage.copy("dc1", topic), partition);
                assertThat(there).as("%s-%s", topic, partition).isEqualTo(source.of(topic, partition));
                assertThat(there).doesNotHaveDuplicates().containsAll(writers.acknowledged(topic, partition));
            }
        }
    }

    /** Each group goes on at the record at which it would have gone on. */
    void everyGroupResumesAtTheExactRecord(KafkaCluster to, Map<String, Map<TopicPartition, Long>> groups) {
        groups.forEach((group, offsets) -> {
            Map<TopicPartition, OffsetAndMetadata> committed = stage.committed(to, group);
            offsets.forEach((partition, offset) -> {
                var copy = new TopicPartition(stage.copy("dc1", partition.topic()), partition.partition());
                assertThat(committed).as(group).containsKey(copy);
                long there = committed.get(copy).offset();
                assertThat(target.firstFrom(copy, there))
                        .as("%s at %s of %s, at %s there", group, offset, partition, there)
                        .isEqualTo(source.firstFrom(partition, offset));
            });
        });
    }
}
