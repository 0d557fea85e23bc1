package io.twinspan.bench.verify;

import io.twinspan.bench.report.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figures of one program over its runs: medians, where nothing else is said. Immutable.
 *
 * @param gigabytesPerSecond of both sides together, by the program's own clock
 * @param seconds by the same clock
 * @param wallSeconds from the start of the process to its end
 * @param cpuSeconds of the process; of the command, without what its start took
 * @param startCpuSeconds what that took; 0 for the others
 * @param sourceBrokerCpuPerGigabyte of what that broker sent
 * @param ownCores how many cores it kept busy itself in the seconds, on average; of the command, without what its start took
 * @param busyCores how many were busy with anything at all, from the start of the process to its end
 */
public record Summary(
        String program,
        Spread gigabytesPerSecond,
        Spread seconds,
        Spread wallSeconds,
        Spread cpuSeconds,
        double startCpuSeconds,
        double cpuPerGigabyte,
        double sourceBrokerCpuPerGigabyte,
        double targetBrokerCpuPerGigabyte,
        double peakRssBytes,
        double diskBytes,
        double ownCores,
        double busyCores) {

    /**
     * Of at least one run of a program.
     *
     * @param starts runs in which it had nothing to do; none if its start is not told apart
     */
    static Summary of(List<Pass> runs, List<Pass> starts, long sourceBytes, long targetBytes) {
        double startCpu =
                starts.isEmpty() ? 0 : median(starts, pass -> pass.cost().cpu().total());
        double bytes = median(runs, pass -> pass.got().bytes());
        Spread cpu = spread(runs, pass -> Math.max(0, pass.cost().cpu().total() - startCpu));
        return new Summary(
                runs.get(0).program(),
                spread(runs, Pass::gigabytesPerSecond),
                spread(runs, pass -> pass.got().seconds()),
                spread(runs, pass -> pass.cost().wallSeconds()),
                cpu,
                startCpu,
                cpu.median() / (bytes / 1e9),
                median(runs, pass -> pass.cost().source().cpuSeconds()) / (sourceBytes / 1e9),
                median(runs, pass -> pass.cost().target().cpuSeconds()) / (targetBytes / 1e9),
                median(runs, pass -> pass.cost().peakRssBytes()),
                median(
                        runs,
                        pass -> pass.cost().source().diskBytes()
                                + pass.cost().target().diskBytes()),
                median(
                        runs,
                        pass -> Math.max(0, pass.cost().cpu().total() - startCpu)
                                / pass.got().seconds()),
                median(runs, pass -> pass.cost().busyCores()));
    }

    private static Spread spread(List<Pass> runs, ToDoubleFunction<Pass> figure) {
        return Spread.of(runs.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Pass> runs, ToDoubleFunction<Pass> figure) {
        return spread(runs, figure).median();
    }
}
