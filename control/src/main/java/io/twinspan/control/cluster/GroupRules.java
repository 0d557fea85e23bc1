package io.twinspan.control.cluster;

import java.util.List;

/** What a link does with consumer groups. Implementations are immutable. */
public interface GroupRules {
    /** Whether positions of groups are read on the source and written as checkpoints. */
    boolean areTranslated();

    /** Whether they are also committed for the groups on the target. */
    boolean areCommitted();

    /** Whether a group is one of those. */
    boolean accepts(String group);

    /** Groups that the file names literally, so that a missing one can be told from one that is hidden. */
    List<String> named();
}
