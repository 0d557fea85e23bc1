package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.Sha256;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Who runs a command, as far as the machine knows. Thread-safe: pure functions. */
final class Who {
    private Who() {}

    /**
     * The author of a report.
     *
     * @param who runs this, for people
     * @param options what was done with, by name
     * @param file the text of the file that it was done with
     */
    static Author author(String who, Map<String, String> options, String file) {
        return new Author(who, Version.number(), options, Sha256.of(file.getBytes(Deployment.CHARSET)));
    }

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
