package io.twinspan.connect.source;

import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.LinkName;
import org.slf4j.Logger;

/** What keeps a task from its work for now, said once for as long as it stays the same. Confined to the task's thread. */
public final class Complaint {
    private final Logger logger;
    private String last = "";

    /** @param logger the task's */
    public Complaint(Logger logger) {
        this.logger = logger;
    }

    /** This is in the way; it will be tried again. */
    public void about(LinkName link, TransientFailure trouble) {
        String now = String.valueOf(trouble.getMessage());
        if (!now.equals(last)) {
            logger.warn("Link {}: {} It is tried again until it works.", link, now);
            last = now;
        }
    }

    /** It worked. */
    public void over() {
        last = "";
    }
}
