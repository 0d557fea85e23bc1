package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.testkit.cluster.ProcessCluster;

/** Which of the two clusters. Immutable. */
enum Side {
    SOURCE("source"),
    TARGET("target");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    ProcessCluster of(Scene scene) {
        return this == SOURCE ? scene.stage().source() : scene.stage().target();
    }

    /** What a topic is called there. */
    String topic(Scene scene, String topic) {
        return this == SOURCE ? topic : scene.copiers().copyOf(topic);
    }
}
