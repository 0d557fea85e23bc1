package io.twinspan.link.exchange;

/**
 * One connection to one broker. Requests sent on a channel reach the broker, and are answered, in the order of sending; a lost
 * connection fails all of the channel's unanswered requests, in that order, and the next request opens it anew. Immutable.
 *
 * @param node the broker's id in its cluster
 * @param slot tells several connections to the same broker apart; any number
 */
public record Channel(Side side, int node, int slot) {
    @Override
    public String toString() {
        return (side == Side.SOURCE ? "source" : "target") + " broker " + node + "/" + slot;
    }
}
