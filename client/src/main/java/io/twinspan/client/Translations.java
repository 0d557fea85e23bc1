package io.twinspan.client;

import io.twinspan.model.translation.Translation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Many offsets, translated one by one. Thread-safe: pure functions. */
final class Translations {
    private Translations() {}

    /** Translates one offset. */
    @FunctionalInterface
    interface One {
        Translation translate(TopicPartition partition, long offset);
    }

    static Map<TopicPartition, Map<Long, Translation>> each(Map<TopicPartition, Set<Long>> offsets, One one) {
        var all = new HashMap<TopicPartition, Map<Long, Translation>>();
        offsets.forEach((partition, ofPartition) -> {
            var translated = new HashMap<Long, Translation>();
            ofPartition.forEach(offset -> translated.put(offset, one.translate(partition, offset)));
            all.put(partition, translated);
        });
        return all;
    }

    static boolean areExact(Map<TopicPartition, Map<Long, Translation>> translations) {
        return translations.values().stream()
                .flatMap(ofPartition -> ofPartition.values().stream())
                .allMatch(Translation::isExact);
    }
}
