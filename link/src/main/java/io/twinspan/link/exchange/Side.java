package io.twinspan.link.exchange;

/** Which of a link's two clusters is meant. Immutable. */
public enum Side {
    /** The cluster that is read. */
    SOURCE,
    /** The cluster that is written. */
    TARGET
}
