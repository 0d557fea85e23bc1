package io.twinspan.bench.verify;

import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.tool.Job;

/**
 * A topic and its whole copy. Immutable.
 *
 * @param source host and port of the source's broker
 * @param target those of the target's
 * @param targetBytes the size of the copy's batches, as stored
 */
record Copied(LoadedTopic topic, Job job, String source, String target, long targetBytes) {

    /** Stored bytes of both sides. */
    long bytes() {
        return topic.wireBytes() + targetBytes;
    }
}
