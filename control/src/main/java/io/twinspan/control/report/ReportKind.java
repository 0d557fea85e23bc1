package io.twinspan.control.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What kind of operation a report is about. Immutable. */
public enum ReportKind {
    FAILOVER("failover", "failover"),
    EMERGENCY_FAILOVER("emergency", "emergency failover"),
    FAILBACK("failback", "failback"),
    DRILL("drill", "drill"),
    VERIFY("verify", "verification"),
    ORPHANS("orphans", "handling of orphans");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SALTS = 0x1_0000;

    private final String prefix;
    private final String words;

    ReportKind(String prefix, String words) {
        this.prefix = prefix;
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /**
     * A name for an operation and its report, such as {@code failover-20261130T185142Z-3f2a}.
     *
     * @param salt any number, so that two operations of one second have two names
     */
    public String id(Instant started, int salt) {
        return prefix + "-" + TIME.format(started) + "-"
                + String.format(Locale.ROOT, "%04x", Math.floorMod(salt, SALTS));
    }
}
