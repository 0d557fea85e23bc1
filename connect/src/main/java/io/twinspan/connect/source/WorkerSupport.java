package io.twinspan.connect.source;

import io.twinspan.link.protocol.ProtocolSupport;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.LinkOptions;
import org.apache.kafka.common.utils.AppInfoParser;

/** Whether the Connect worker that loaded this plug-in can copy whole batches: its Kafka classes are its own. Stateless. */
final class WorkerSupport {
    private static final String TESTED = "4.3.";

    // Asked for every link and lane; the worker's classes stay what they are.
    private static final String WHY_NO_BATCHES = lookForWhyNot();

    private WorkerSupport() {}

    /** Why it cannot; empty if it can. */
    static String whyNoBatches() {
        return WHY_NO_BATCHES;
    }

    private static String lookForWhyNot() {
        try {
            ProtocolSupport.check();
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Checks the worker.
     *
     * @throws Misconfigured if it cannot; says which workers can, and how this one could do
     */
    static void requireBatches() {
        try {
            ProtocolSupport.check();
        } catch (IllegalStateException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    /** What it means when Kafka's classes turn out to differ only while a link is opened. */
    static Misconfigured explain(LinkageError e) {
        return refusal(
                "this build was made for Kafka 4.3, and the Kafka libraries here are " + version() + " (" + e + ")", e);
    }

    private static Misconfigured refusal(String why, Throwable cause) {
        String mode = LinkOptions.MODE.name();
        return new Misconfigured(
                mode,
                "This worker cannot copy whole batches: " + why + ". Or set '" + mode
                        + " = record': records then go through Connect one by one, on workers of Kafka 4.0 and later.",
                cause);
    }

    /** Whether the worker is of a version with which batches were tested. */
    static boolean isTested() {
        return AppInfoParser.getVersion().startsWith(TESTED);
    }

    static String version() {
        return AppInfoParser.getVersion();
    }
}
