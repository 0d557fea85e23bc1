package io.twinspan.control.operation;

import io.twinspan.model.error.ReplicationException;

/** What an operator has done around steps: moving DNS, stopping deployments. A hook may be called more than once for a step. */
public interface StepHooks {
    /** No hooks. */
    StepHooks NONE = new StepHooks() {
        @Override
        public boolean has(When when, Step step) {
            return false;
        }

        @Override
        public void call(When when, Step step, StepContext context) {}
    };

    /** When a hook is called. */
    enum When {
        /** Before the step is journaled as begun. */
        BEFORE,
        /** After it has done everything, and before it is journaled as done. */
        AFTER,
        /** After it was taken back. */
        UNDO
    }

    /** Whether there is a hook for it. */
    boolean has(When when, Step step);

    /**
     * Calls the hooks that there are for it, if any, and waits for them.
     *
     * @throws ReplicationException if one says that it failed; the step has failed then
     */
    void call(When when, Step step, StepContext context);
}
