package io.twinspan.model.position;

/**
 * A sign of life of one task of a link, stored every second: it spares the task to store the {@link Sight} of partitions in which nothing
 * happens, and tells that the task has heard of an operator's order to rest. Times are milliseconds since the epoch. Immutable.
 *
 * @param task the task's number in its link
 * @param owner as in the sights that it vouches for
 * @param timeMs when it was given
 * @param heardMs when every partition that it vouches for was heard of last, or later, and nothing had changed; -1 if it vouches for none
 * @param obeysMs the time of the order by which the task rests, nothing of its being under way any more; -1 if it copies
 * @param isSettled whether, while it rests, the stored positions of its partitions are known to be exact: nothing of theirs is in the target
 *     that lies behind them
 */
public record Pulse(int task, long owner, long timeMs, long heardMs, long obeysMs, boolean isSettled) {
    public Pulse {
        if (task < 0 || timeMs < 0 || heardMs < -1 || obeysMs < -1 || (isSettled && obeysMs < 0)) {
            throw new IllegalArgumentException("a pulse of task " + task + " at " + timeMs + " of " + heardMs
                    + ", obeying " + obeysMs + ": nothing may be negative, and only who rests is settled");
        }
    }

    /** One of a task that copies, or has not made sure of its positions. */
    public Pulse(int task, long owner, long timeMs, long heardMs, long obeysMs) {
        this(task, owner, timeMs, heardMs, obeysMs, false);
    }
}
