package io.atoll.command.run;

import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.simulated.fault.ClusterCrash;
import io.atoll.coordinator.Coordinator;
import io.atoll.coordinator.FaultMonitor;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.api.Report;
import io.atoll.kernel.ipc.PendingFault;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Where everything that guests print goes: whole lines to standard output, each with the name of
 * its program; what coordinators say about faults to standard error; all of it into the log of the
 * run. Called by all cores at once; each call holds the console for the time of one line.
 */
final class GuestConsole implements MachineObserver {
    /** Frames of a program's stack trace end where the kernel or the runtime begins. */
    private static final List<String> BELOW_PROGRAMS =
            List.of("io.atoll.kernel.", "io.atoll.coordinator.", "jdk.internal.");

    /** After the end it does not matter whose line it was. */
    private static final int NO_CLUSTER = -1;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean isPrefixed;
    private final String marker;
    private final LongSupplier nanosSinceStart;
    private final ProgramReports reports;

    private final Map<String, StringBuilder> unfinished = new TreeMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> faulted = new ArrayList<>();
    private final List<Integer> crashed = new ArrayList<>();
    private boolean cannotStart;
    private final Map<String, Counters> counters = new TreeMap<>();

    /** Of one program; names are unique in a described system. */
    private static final class Counters {
        int lines;
        int exceptions;
        int exits;
    }

    /** Completes when the marker has been printed, with the cluster of who printed it. */
    final CompletableFuture<Integer> markerSeen = new CompletableFuture<>();

    /** Completes when a kernel image has stopped because of an error of its own. */
    final CompletableFuture<String> kernelFailed = new CompletableFuture<>();

    /** A console in real time. */
    GuestConsole(
            PrintStream out,
            PrintStream err,
            boolean isPrefixed,
            String marker,
            ProgramReports reports) {
        this(out, err, isPrefixed, marker, stopwatch(), reports);
    }

    /**
     * @param isPrefixed whether lines begin with their program's name
     * @param marker text to look for, or null
     * @param nanosSinceStart the time that lines have in the log; called with each of them
     * @param reports is told what programs report
     */
    GuestConsole(
            PrintStream out,
            PrintStream err,
            boolean isPrefixed,
            String marker,
            LongSupplier nanosSinceStart,
            ProgramReports reports) {
        this.out = out;
        this.err = err;
        this.isPrefixed = isPrefixed;
        this.marker = marker;
        this.nanosSinceStart = nanosSinceStart;
        this.reports = reports;
    }

    private static LongSupplier stopwatch() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }

    @Override
    public KernelObserver kernel(int cluster) {
        String coordinator = Coordinator.threadName(cluster);
        return new KernelObserver() {
            @Override
            public void debugOutput(String thread, String text) {
                printed(thread, text, cluster, thread.equals(coordinator));
            }

            @Override
            public void threadExited(String thread) {
                exited(thread);
            }

            @Override
            public void reported(String thread, long ticks, Report report) {
                String line = reports.reported(cluster, thread, ticks, report);
                if (!line.isEmpty()) {
                    said(thread, line);
                }
            }

            @Override
            public void userException(String thread, Throwable thrown) {
                threw(thread, thrown);
            }

            @Override
            public void faultWithoutHandler(String thread, PendingFault fault) {
                stopped(thread, fault);
            }
        };
    }

    @Override
    public void clusterFailed(int cluster, Throwable failure) {
        if (failure instanceof ClusterCrash) {
            crashed(cluster, failure);
            return;
        }
        kernelFailed.complete("the kernel of cluster %d stopped: %s".formatted(cluster, failure));
    }

    /** Of a simulated machine, and no mistake of anybody. */
    private synchronized void crashed(int cluster, Throwable crash) {
        crashed.add(cluster);
        String line = "cluster %d %s".formatted(cluster, crash.getMessage());
        err.println("MON|INFO: " + line);
        record("machine", line);
    }

    private synchronized void printed(
            String thread, String text, int cluster, boolean isCoordinator) {
        StringBuilder line = unfinished.computeIfAbsent(thread, _ -> new StringBuilder());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                finish(thread, line, cluster, isCoordinator);
            } else {
                line.append(c);
            }
        }
    }

    private void finish(String thread, StringBuilder line, int cluster, boolean isCoordinator) {
        String text = line.toString();
        line.setLength(0);
        record(thread, text);
        of(thread).lines++;
        if (isCoordinator) {
            err.println(text);
            FaultMonitor.domainIn(text).ifPresent(faulted::add);
            cannotStart |= Coordinator.saysItCannotStart(text);
            return;
        }
        out.println(isPrefixed ? thread + "| " + text : text);
        if (marker != null && text.contains(marker)) {
            markerSeen.complete(cluster);
        }
    }

    private void record(String thread, String text) {
        log.add("%12.6f  %s| %s".formatted(nanosSinceStart.getAsLong() / 1e9, thread, text));
    }

    private Counters of(String thread) {
        return counters.computeIfAbsent(thread, _ -> new Counters());
    }

    /** Atoll has something to say about a program. */
    private synchronized void said(String thread, String line) {
        err.println(line);
        record(thread, line);
    }

    private synchronized void exited(String thread) {
        of(thread).exits++;
    }

    private synchronized void threw(String thread, Throwable thrown) {
        of(thread).exceptions++;
        List<String> lines = new ArrayList<>();
        lines.add("MON|ERROR: %s threw %s".formatted(thread, thrown));
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (BELOW_PROGRAMS.stream().anyMatch(frame.getClassName()::startsWith)) {
                break;
            }
            lines.add("MON|ERROR:     at " + place(frame));
        }
        if (thrown.getCause() != null) {
            lines.add("MON|ERROR:   caused by " + thrown.getCause());
        }
        for (String line : lines) {
            err.println(line);
            record(thread, line);
        }
    }

    /** Without the name of the class loader, which is the same for all programs. */
    private static String place(StackTraceElement frame) {
        return "%s.%s(%s:%d)"
                .formatted(
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber());
    }

    private synchronized void stopped(String thread, PendingFault fault) {
        String line = "MON|ERROR: %s has no fault handler and stopped: %s".formatted(thread, fault);
        err.println(line);
        record(thread, line);
        faulted.add(thread);
    }

    /** Ends lines that nobody ended. */
    synchronized void flush() {
        unfinished.forEach(
                (thread, line) -> {
                    if (!line.isEmpty()) {
                        finish(thread, line, NO_CLUSTER, false);
                    }
                });
        out.flush();
    }

    /** What was counted for each program that was heard of. */
    synchronized void addTo(RunStatistics.Builder all) {
        counters.forEach(
                (thread, of) -> {
                    String name = "program." + thread;
                    all.add(name + ".lines", of.lines, "count", "printed");
                    all.add(name + ".exceptions", of.exceptions, "count", "left the program");
                    all.add(name + ".exits", of.exits, "count", "the program returned");
                });
        all.add("faults", faulted.size(), "count", "that nobody handled");
    }

    /** Programs whose faults nobody handled, in the order of their faults. */
    synchronized List<String> faulted() {
        return List.copyOf(faulted);
    }

    /** Clusters that a fault has crashed, in that order. */
    synchronized List<Integer> crashed() {
        return List.copyOf(crashed);
    }

    /** Whether a coordinator has said that no program will ever run. */
    synchronized boolean cannotStart() {
        return cannotStart;
    }

    /** All lines, with the seconds since the start. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }
}
