package io.twinspan.testkit.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every child JVM: starts a watchdog that ends the JVM when its standard input ends, which is when the
 * parent is gone, and then becomes the program named by its first argument.
 *
 * <p>It depends on nothing but the JDK, because it also runs on the class path of other Kafka versions.
 *
 * <p>Stateless.
 */
public final class ChildMain {

    /** The exit code of a child whose parent has gone. */
    public static final int ORPHANED = 86;

    private ChildMain() {}

    /** Runs {@code main(rest)} of the class named first. */
    public static void main(String[] arguments) throws Throwable {
        Thread watchdog = new Thread(ChildMain::awaitParentsEnd, "parent-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void awaitParentsEnd() {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; whatever comes is not the end.
                Thread.onSpinWait();
            }
        } catch (IOException expected) {
            Runtime.getRuntime().halt(ORPHANED);
        }
        // Not exit(): shutdown hooks may wait for other processes that are gone too.
        Runtime.getRuntime().halt(ORPHANED);
    }
}
