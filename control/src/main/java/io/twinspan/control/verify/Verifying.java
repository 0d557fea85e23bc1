package io.twinspan.control.verify;

import io.twinspan.control.verify.result.VerifyReport;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;

/** A comparison that is under way, as its host sees it. Confined to one thread. */
public interface Verifying extends AutoCloseable {

    /**
     * Compares for about so long; returns whether all is done.
     *
     * @throws TransientFailure if a cluster cannot be reached any more
     */
    boolean step(long maxMs);

    /** How far it is. */
    VerifyProgress progress();

    /**
     * What came out.
     *
     * @throws Inconsistent if it is not done
     */
    VerifyReport report();

    @Override
    void close();
}
