package io.twinspan.bench.verify.plain;

import java.io.IOException;

/** What one thread of a reader reads. Confined to one thread at a time. */
interface Part extends AutoCloseable {

    /** Connects, and asks what there is; not counted. */
    void prepare() throws Exception;

    /** Reads all of it; returns how much came, in what the reader counts. */
    long read() throws Exception;

    @Override
    void close() throws IOException;
}
