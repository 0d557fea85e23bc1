package io.twinspan.model.error;

import org.jspecify.annotations.Nullable;

/** A setting that an operator has to change; it names the key. Immutable. */
public final class Misconfigured extends ReplicationException {
    private static final long serialVersionUID = 1L;

    private final String key;

    public Misconfigured(String key, String message) {
        this(key, message, null);
    }

    public Misconfigured(String key, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.key = key;
    }

    /** The key to change, as the operator writes it, for instance {@code dc1.bootstrap.servers}. */
    public String key() {
        return key;
    }
}
