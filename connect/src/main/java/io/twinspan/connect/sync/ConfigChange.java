package io.twinspan.connect.sync;

/** One difference between a target topic's configs and the source's. Immutable. */
public sealed interface ConfigChange {

    /** The target topic. */
    String topic();

    /** The config. */
    String name();

    /** What happens to the config, for people. */
    String sentence();

    /**
     * Give the config the source's value.
     *
     * @param from the value that holds on the target now, empty if the target does not know the config
     * @param drift whether the link had set it, so that somebody changed it on the target
     */
    record Set(String topic, String name, String from, String to, boolean drift) implements ConfigChange {
        @Override
        public String sentence() {
            return name + ": " + (from.isEmpty() ? "unset" : from) + " -> " + to
                    + (drift ? " (as the source; it was changed on the target)" : " (as the source)");
        }
    }

    /**
     * Take the config back, since the source does not set it any more, so that the target's default holds.
     *
     * @param from the value that the link had set
     */
    record Unset(String topic, String name, String from) implements ConfigChange {
        @Override
        public String sentence() {
            return name + ": " + from + " -> the target's default (the source does not set it any more)";
        }
    }

    /** Leave a value that was set on the target alone: the source does not set the config, and the link did not put it there. */
    record Leave(String topic, String name, String value) implements ConfigChange {
        @Override
        public String sentence() {
            return name + ": " + value + " stays (set on the target; the source does not set it)";
        }
    }
}
