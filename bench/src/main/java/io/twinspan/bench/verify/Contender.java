package io.twinspan.bench.verify;

import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;

/** A program that reads both sides. Immutable. */
interface Contender {

    /** As in results. */
    String name();

    /** What it does, for people. */
    String what();

    /** Starts it; its output goes to the log. */
    JavaProcess start(Copied copied, Path log);

    /**
     * What it got, once it has ended well.
     *
     * @throws IllegalStateException if that is not all
     */
    Got got(Copied copied, Path log);
}
