package io.twinspan.connect.source;

import io.twinspan.model.error.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Writes sets of partitions as short text, {@code events:0,2,orders:0-7}, and reads them. Thread-safe: pure functions.
 *
 * <p>Equal sets have equal text, so that a task whose partitions stay is not restarted. Topic names hold no comma and no
 * colon, so a part with a colon begins a topic.
 */
final class PartitionRanges {
    /** More than a cluster can have; a range that claims more is not written out. */
    private static final int MOST = 1_000_000;

    private PartitionRanges() {}

    static String format(Collection<TopicPartition> partitions) {
        var byTopic = new TreeMap<String, TreeSet<Integer>>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), t -> new TreeSet<>()).add(partition.partition());
        }
        var text = new StringBuilder();
        byTopic.forEach((topic, numbers) -> {
            text.append(text.isEmpty() ? "" : ",").append(topic).append(':');
            appendRanges(numbers, text);
        });
        return text.toString();
    }

    private static void appendRanges(SortedSet<Integer> numbers, StringBuilder text) {
        int first = -1;
        int last = -1;
        String separator = "";
        for (int number : numbers) {
            if (first >= 0 && number == last + 1) {
                last = number;
                continue;
            }
            if (first >= 0) {
                text.append(separator).append(range(first, last));
                separator = ",";
            }
            first = number;
            last = number;
        }
        text.append(separator).append(range(first, last));
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** The partitions in the order of the text. */
    static List<TopicPartition> parse(String text) {
        var partitions = new ArrayList<TopicPartition>();
        if (text.isEmpty()) {
            return partitions;
        }
        String topic = null;
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon >= 0) {
                topic = part.substring(0, colon);
            }
            if (topic == null || topic.isEmpty()) {
                throw damaged(text, part);
            }
            addRange(topic, part.substring(colon + 1), partitions, () -> damaged(text, part));
        }
        return partitions;
    }

    private static void addRange(
            String topic, String range, List<TopicPartition> partitions, Supplier<ConnectException> damaged) {
        int dash = range.indexOf('-');
        try {
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            if (first < 0 || last < first || last - first >= MOST - partitions.size()) {
                throw damaged.get();
            }
            for (int number = first; number <= last; number++) {
                partitions.add(new TopicPartition(topic, number));
            }
        } catch (NumberFormatException e) {
            throw damaged.get();
        }
    }

    private static ConnectException damaged(String text, String part) {
        return new ConnectException("The partitions assigned to the task cannot be read at '" + Printable.of(part, 100)
                + "' in '" + Printable.of(text, 300)
                + "'. The connector writes this value itself; restart the connector.");
    }
}
