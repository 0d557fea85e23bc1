package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Does by command what the log tells an operator to do. Confined to one thread. */
final class Operator {
    private final Scene scene;

    Operator(Scene scene) {
        this.scene = scene;
    }

    /** Has a partition copied from its first record on, in a new generation of its lane, while the link runs. */
    void beginAnew(TopicPartition partition) {
        order(partition, "--earliest");
    }

    /** Has a partition copied from this source offset on, in a new generation of its lane, while the link runs. */
    void continueAt(TopicPartition partition, long offset) {
        order(partition, "--offset", Long.toString(offset));
    }

    private void order(TopicPartition partition, String... where) {
        long before = scene.copied(partition);
        String link = scene.copiers().sourceAlias() + "->" + scene.copiers().targetAlias();
        List<String> words = new ArrayList<>(List.of(link, partition.toString()));
        words.addAll(List.of(where));
        String answer = scene.copiers().ask("lanes restart-at", words);
        scene.note("lanes restart-at: " + answer.strip().replace("\n", " "));
        boolean copies = scene.await(60_000, () -> scene.copied(partition) > before);
        scene.note(copies ? "told so, it copies again" : "told so, it does not copy");
    }
}
