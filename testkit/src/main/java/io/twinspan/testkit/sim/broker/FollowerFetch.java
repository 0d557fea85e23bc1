package io.twinspan.testkit.sim.broker;

/** One fetch of a follower from its leader. Confined to the world's thread. */
final class FollowerFetch {
    private FollowerFetch() {}

    /** Whether both live, agree on who leads, and nothing holds the follower up. */
    static boolean isPossible(Replica follower, Replica from) {
        return from != follower
                && from.isLeading()
                && follower.isAlive()
                && !follower.isPaused()
                && from.epoch() == follower.epoch();
    }

    /** Truncates a follower whose log differs from its leader's (KIP-595), or no longer meets it; true if it must ask again. */
    static boolean truncates(Replica follower, Replica from) {
        if (follower.log().endOffset() < from.log().startOffset()) {
            // The first batch may begin below the log's first offset; it is copied whole.
            int first = from.log().indexOf(from.log().startOffset());
            follower.restartAt(
                    first < from.log().size()
                            ? from.log().get(first).baseOffset()
                            : from.log().startOffset());
            return false;
        }
        int last = follower.epochs().latest();
        if (last < 0) {
            return false;
        }
        var end = from.epochs().endOf(last, from.log().endOffset());
        if (end == null
                || (end.epoch() == last && end.endOffset() >= follower.log().endOffset())) {
            return false;
        }
        var own = follower.epochs().endOf(end.epoch(), follower.log().endOffset());
        long to = Math.min(end.endOffset(), own == null ? end.endOffset() : own.endOffset());
        if (to >= follower.log().endOffset()) {
            // Only empty epochs differ; there is nothing to cut.
            return false;
        }
        follower.truncateTo(to);
        return true;
    }

    /** Copies up to so many batches, the log's first offset and the high watermark; true if there is more to ask for. */
    static boolean copies(Replica follower, Replica from, long batches) {
        int first = from.log().indexOf(follower.log().endOffset());
        for (int i = first; i < from.log().size() && i < first + batches; i++) {
            follower.append(from.log().get(i));
        }
        follower.epochs().adopt(from.epochs(), follower.log().endOffset());
        follower.log().raiseStart(from.log().startOffset());
        follower.raiseHighWatermark(
                Math.min(from.highWatermark(), follower.log().endOffset()));
        return first < from.log().size() || follower.highWatermark() < from.highWatermark();
    }
}
