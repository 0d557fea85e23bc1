package io.twinspan.control.inventory;

/**
 * Whether a cluster answered. Immutable.
 *
 * @param why why not, for people; empty if it did
 */
public record Reach(boolean isReached, String why) {
    static final Reach REACHED = new Reach(true, "");

    static Reach not(String why) {
        return new Reach(false, why);
    }
}
