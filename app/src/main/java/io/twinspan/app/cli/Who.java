package io.twinspan.app.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs a command, as far as the machine knows. Thread-safe: pure functions. */
final class Who {
    private Who() {}

    /** {@code ann@ops-3}. */
    static String runsThis() {
        String user = System.getProperty("user.name", "?");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
