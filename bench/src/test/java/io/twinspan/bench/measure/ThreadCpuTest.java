package io.twinspan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadCpuTest {

    @Test
    void findsTheThreadThatWorks() throws InterruptedException {
        ThreadCpu cpu = new ThreadCpu(ProcessHandle.current().pid());
        cpu.mark();
        Thread busy = new Thread(() -> burn(TimeUnit.MILLISECONDS.toNanos(400)), "busy-one");
        busy.start();

        // A thread takes its count with it when it ends: look while it is there.
        while (busy.isAlive()) {
            cpu.sample();
            busy.join(20);
        }
        CpuTimes times = cpu.sinceMark();

        assertThat(times.busiest()).isEqualTo("busy-one");
        assertThat(times.busiestSeconds()).isBetween(0.25, 0.45);
        assertThat(times.app()).isGreaterThanOrEqualTo(times.busiestSeconds());
        assertThat(times.total()).isGreaterThanOrEqualTo(times.app());
    }

    /** Uses so much CPU time, however long that takes. */
    private static void burn(long nanos) {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        while (threads.getCurrentThreadCpuTime() < nanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void knowsTheThreadsOfTheVirtualMachineByTheNamesLinuxShows() {
        assertThat(ThreadCpu.isCompiler("C2 CompilerThre")).isTrue();
        assertThat(ThreadCpu.isCompiler("Common-Cleaner")).isFalse();
        assertThat(ThreadCpu.isCollector("G1 Main Marker")).isTrue();
        assertThat(ThreadCpu.isCollector("GC Thread#1")).isTrue();
        assertThat(ThreadCpu.isCollector("VM Thread")).isTrue();
        assertThat(ThreadCpu.isCollector("VM Periodic Tas")).isFalse();
    }
}
