package io.twinspan.bench.faults.scene;

/** What lies between the source's brokers and the processes that copy, which run beside the target. Confined to one thread. */
public interface Line {

    /** What it is, for the report. */
    String description();

    /** Lets nothing through any more, and tells nobody. */
    void cut();

    /** Ends a {@link #cut}. */
    void mend();

    /** Loses a share of the packets from now on; 0 ends it. */
    void lose(double percent);

    /** Lets nothing of the connections through that are open now, and tells nobody; new ones work. */
    void forget();
}
