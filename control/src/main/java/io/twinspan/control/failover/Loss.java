package io.twinspan.control.failover;

import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.TopicOutcome;
import java.util.List;

/**
 * What became of the records of the topics that were moved, for a report. Immutable.
 *
 * @param isLost whether any is lost, or may be
 * @param sentence the same in some words: {@code no record was lost}
 * @param remarks what is to be known besides
 */
record Loss(List<TopicOutcome> topics, Rpo rpo, boolean isLost, String sentence, List<Remark> remarks) {
    Loss {
        topics = List.copyOf(topics);
        remarks = List.copyOf(remarks);
    }
}
