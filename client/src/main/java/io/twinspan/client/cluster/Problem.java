package io.twinspan.client.cluster;

/**
 * One thing that could not be done, while the rest could. Immutable.
 *
 * @param subject what it is about, such as {@code target topic dc1.orders}
 * @param message what happened, and what to do about it
 */
public record Problem(String subject, String message) {
    @Override
    public String toString() {
        return subject + ": " + message;
    }
}
