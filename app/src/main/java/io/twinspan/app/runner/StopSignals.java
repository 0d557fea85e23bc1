package io.twinspan.app.runner;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the first SIGTERM or SIGINT into an orderly stop, and lets the second one end the process at once.
 *
 * <p>Thread-safe: signals come on threads of the JVM. A shutdown hook would not do: while hooks run, the JVM ignores
 * further signals, and the exit code is the signal's. The class for signals has no standard name, so it is found by
 * reflection, as Kafka does; where it is missing, a signal just ends the process.
 */
public final class StopSignals implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignals.class);
    private static final int KILLED = 130;
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final Runnable stop;
    private final AtomicBoolean asked = new AtomicBoolean();

    private StopSignals(Runnable stop) {
        this.stop = stop;
    }

    /** From now on, calls this at the first signal. */
    public static StopSignals calling(Runnable stop) {
        var signals = new StopSignals(stop);
        NAMES.forEach(signals::take);
        return signals;
    }

    private void take(String name) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerClass.getClassLoader(),
                    new Class<?>[] {handlerClass},
                    (proxy, method, arguments) -> answer(proxy, method, arguments));
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            LOGGER.debug("signal {} cannot be taken; it ends the process without an orderly stop", name, e);
        }
    }

    private Object answer(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "handle" -> {
                onSignal();
                yield proxy;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "the stop signals";
        };
    }

    private void onSignal() {
        if (asked.compareAndSet(false, true)) {
            stop.run();
        } else {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** For the message that announces the stop. */
    public String howToInsist() {
        return "press Ctrl-C (or send SIGTERM) again";
    }

    /** Later signals end the process: the orderly stop is over. */
    @Override
    public void close() {
        asked.set(true);
    }
}
