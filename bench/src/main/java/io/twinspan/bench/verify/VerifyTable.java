package io.twinspan.bench.verify;

import io.twinspan.bench.report.Spread;
import io.twinspan.bench.report.Table;
import io.twinspan.bench.verify.plain.PlainReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results as text for a terminal. Stateless. */
final class VerifyTable {
    private VerifyTable() {}

    /** One run on one line. */
    static String line(Pass pass) {
        return String.format(
                Locale.ROOT,
                "%.2f GB in %.2f s (%.2f GB/s), %.2f s with its start; CPU %.2f s, brokers %.2f + %.2f s; %.2f GB from the disk;"
                        + " RSS %.0f MB; %.1f cores busy; load %.1f",
                pass.got().bytes() / 1e9,
                pass.got().seconds(),
                pass.gigabytesPerSecond(),
                pass.cost().wallSeconds(),
                pass.cost().cpu().total(),
                pass.cost().source().cpuSeconds(),
                pass.cost().target().cpuSeconds(),
                (pass.cost().source().diskBytes() + pass.cost().target().diskBytes()) / 1e9,
                pass.cost().peakRssBytes() / 1e6,
                pass.cost().busyCores(),
                pass.cost().loadAverage());
    }

    /** Medians, with lowest and highest in parentheses, and how the command stands to the plain readers. */
    static String of(VerifyResults results) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d cores, %.1f GB, %s, %s, Kafka %s; medians (lowest-highest)%n%n",
                results.machine().cpu(),
                results.machine().cores(),
                results.machine().memoryGigabytes(),
                results.machine().kernel(),
                results.machine().jvm(),
                results.machine().kafka()));
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d records in %d partitions, %.3f GB in the source, %.3f GB in the target%n",
                results.topic().topic(),
                results.topic().records(),
                results.topic().partitions(),
                results.topic().gigabytes(),
                results.targetBytes() / 1e9));
        text.append(table(results.summaries()));
        results.programs()
                .forEach((name, what) ->
                        text.append("  ").append(name).append(": ").append(what).append('\n'));
        text.append('\n').append(comparison(results.summaries()));
        results.failures()
                .forEach(failure -> text.append("\nFAILED ").append(failure).append('\n'));
        return text.toString();
    }

    private static String table(List<Summary> summaries) {
        Table table = new Table(
                "",
                "GB/s",
                "seconds",
                "with start",
                "CPU s",
                "CPU s/GB",
                "brokers' CPU s/GB",
                "own cores",
                "from disk GB",
                "peak RSS MB",
                "all busy cores");
        for (Summary summary : summaries) {
            if (summary.program().equals(Verifying.START)) {
                // It has read nothing, so that no rate means anything.
                row(table, summary, "", "", "", "", "");
            } else {
                row(
                        table,
                        summary,
                        summary.gigabytesPerSecond().text(),
                        summary.seconds().text(),
                        Spread.number(summary.cpuPerGigabyte()),
                        Spread.number(summary.sourceBrokerCpuPerGigabyte()) + " + "
                                + Spread.number(summary.targetBrokerCpuPerGigabyte()),
                        Spread.number(summary.ownCores()));
            }
        }
        return table.text();
    }

    private static void row(
            Table table,
            Summary summary,
            String rate,
            String seconds,
            String cpuPerGigabyte,
            String brokers,
            String ownCores) {
        table.row(
                summary.program(),
                rate,
                seconds,
                summary.wallSeconds().text(),
                summary.cpuSeconds().text(),
                cpuPerGigabyte,
                brokers,
                ownCores,
                Spread.number(summary.diskBytes() / 1e9),
                Spread.number(summary.peakRssBytes() / 1e6),
                Spread.number(summary.busyCores()));
    }

    /** Nothing if there is no run of the command. */
    static String comparison(List<Summary> summaries) {
        StringBuilder text = new StringBuilder();
        of(summaries, Verifying.VERIFY).ifPresent(verify -> {
            for (PlainReader reader : PlainReader.values()) {
                of(summaries, reader.label())
                        .ifPresent(plain -> text.append(String.format(
                                Locale.ROOT,
                                "verify compares at %s of the speed of %s, which does nothing with the bytes%n",
                                percent(verify.gigabytesPerSecond().median()
                                        / plain.gigabytesPerSecond().median()),
                                plain.program())));
            }
        });
        return text.toString();
    }

    private static Optional<Summary> of(List<Summary> summaries, String program) {
        return summaries.stream()
                .filter(summary -> summary.program().equals(program))
                .findFirst();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
