package io.atoll.cluster.simulated;

import io.atoll.cluster.WaitReport;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.cluster.simulated.trace.Standstill;
import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A machine that stands still, to be looked at by one thread that is not the machine's. Nothing
 * here changes anything, and no virtual time passes: whatever was looked at, the run goes on as if
 * it had not been.
 */
public final class StandingMachine {
    private static final long PAGE_BYTES = 4096;

    private final SimulatedMachine machine;
    private final List<SimulatedCluster> clusters;
    private final MemoryMap memory;
    private final Thread host;

    StandingMachine(
            SimulatedMachine machine,
            List<SimulatedCluster> clusters,
            MemoryMap memory,
            Thread host) {
        this.machine = machine;
        this.clusters = clusters;
        this.memory = memory;
        this.host = host;
    }

    // Threads.

    /** All threads, by cluster. */
    public List<ThreadView> threads() {
        List<ThreadView> all = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            for (ThreadObject thread : KernelDebug.threads(cluster.image())) {
                all.add(view(cluster, thread));
            }
        }
        return all;
    }

    private static ThreadView view(SimulatedCluster cluster, ThreadObject thread) {
        return new ThreadView(
                cluster.index(),
                thread.name,
                ThreadState.name(thread.state),
                thread.priority,
                cluster.cores().get(thread.core.index).machineCore(),
                thread.core.current == thread,
                thread.inReleaseQueue);
    }

    /** All threads of that name, which is one unless a program of the user's made several. */
    public List<ThreadView.Details> details(String name) {
        List<WaitReport.Waiting> waiting = machine.waitingThreads();
        List<ThreadView.Details> all = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            for (ThreadObject thread : named(cluster, name)) {
                all.add(
                        new ThreadView.Details(
                                view(cluster, thread),
                                thread.context == null ? 0 : thread.context.programCounter(),
                                thread.maximumControlledPriority,
                                thread.domain,
                                thread.isBlocked() ? waitsFor(waiting, cluster, name) : "",
                                Optional.ofNullable(thread.schedContext)
                                        .filter(SchedContextObject::isConfigured)
                                        .map(StandingMachine::budget),
                                thread.fault == null ? "" : thread.fault.toString()));
            }
        }
        return all;
    }

    private static String waitsFor(
            List<WaitReport.Waiting> waiting, SimulatedCluster cluster, String name) {
        return waiting.stream()
                .filter(each -> each.cluster() == cluster.index())
                .filter(each -> each.thread().name().equals(name))
                .map(each -> each.thread().waitsFor() + each.wakers())
                .findFirst()
                .orElse("");
    }

    private static ThreadView.Budget budget(SchedContextObject context) {
        return new ThreadView.Budget(
                context.refills.budgetTicks(),
                context.refills.periodTicks(),
                context.refills.isRoundRobin(),
                context.refills.headAmount(),
                context.consumedTicks);
    }

    private static List<ThreadObject> named(SimulatedCluster cluster, String name) {
        return KernelDebug.threads(cluster.image()).stream()
                .filter(thread -> thread.name.equals(name))
                .toList();
    }

    private Optional<ThreadObject> first(String name) {
        return clusters.stream().flatMap(each -> named(each, name).stream()).findFirst();
    }

    /**
     * The Java frames of the first thread of that name, the innermost first; empty if it has none
     * between two events, or if they cannot be had.
     */
    public List<StackTraceElement> frames(String name) {
        List<StackTraceElement> frames =
                first(name)
                        .filter(thread -> thread.context != null)
                        .map(thread -> thread.context.frames(host.getStackTrace()))
                        .orElse(List.of());
        int inner = 0; // whoever runs waits inside of the standstill
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).getClassName().equals(Standstill.class.getName())) {
                inner = i + 1;
            }
        }
        return frames.subList(inner, frames.size());
    }

    /** What the capability addresses of each thread of that name lead to, a line each. */
    public List<String> capabilities(String name) {
        return clusters.stream()
                .flatMap(
                        cluster ->
                                named(cluster, name).stream()
                                        .flatMap(
                                                thread ->
                                                        KernelDebug.cspace(cluster.image(), thread)
                                                                .lines()))
                .toList();
    }

    /** The threads of a cluster in the columns of {@code DebugDumpScheduler}, then its queues. */
    public List<String> scheduler(int cluster) {
        KernelImage image = clusters.get(cluster).image();
        List<String> lines = new ArrayList<>(KernelDebug.scheduler(image).lines().toList());
        for (int i = 0; i < image.coreCount(); i++) {
            Core core = image.core(i);
            lines.add(
                    "core %d: current %s; ready %s; waiting for budget %s"
                            .formatted(
                                    clusters.get(cluster).cores().get(i).machineCore(),
                                    core.current.name,
                                    ready(core),
                                    queue(core.scheduler.released().head())));
        }
        return lines;
    }

    private static String ready(Core core) {
        List<String> queues = new ArrayList<>();
        for (int priority = ThreadObject.MAX_PRIORITY; priority >= 0; priority--) {
            ThreadObject head = core.scheduler.ready().head(priority);
            if (head != null) {
                queues.add("%s (priority %d)".formatted(queue(head), priority));
            }
        }
        return queues.isEmpty() ? "nobody" : String.join(", ", queues);
    }

    private static String queue(ThreadObject head) {
        List<String> names = new ArrayList<>();
        for (ThreadObject each = head; each != null; each = each.queueNext) {
            names.add(each.name);
        }
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    // Cores and interrupts.

    /** Number of a core in the topology. */
    public int machineCore(int core) {
        return machine.cores().get(core).machineCore();
    }

    /** The cluster of a core. */
    public int clusterOf(int core) {
        return machine.cores().get(core).cluster();
    }

    /** All cores, by cluster. */
    public List<CoreView> cores() {
        return machine.cores().stream()
                .map(
                        core ->
                                new CoreView(
                                        core.cluster(),
                                        core.machineCore(),
                                        core.cycles(),
                                        StateReport.what(machine, core)))
                .toList();
    }

    /** Number of clusters. */
    public int clusterCount() {
        return clusters.size();
    }

    /**
     * What a thread waits for, as {@code blocked on ntfn notification_100010000}; empty if it does
     * not.
     *
     * @param core on which it ran last, without gaps
     */
    public String blockedState(int core, String name) {
        SimulatedCore ran = machine.cores().get(core);
        if (ran.kernelCore().current.name.equals(name)) {
            return ""; // it still has the core: no need to go through all objects
        }
        return KernelDebug.blockedOn(clusters.get(ran.cluster()).image(), name);
    }

    /** All interrupts that programs could hear of and have not: on their way, or held back. */
    public List<UnheardDoorbell> doorbells() {
        return new Doorbells(machine, clusters).unheard();
    }

    /** Threads of a cluster that an interrupt line wakes, or would. */
    public List<String> hearers(int cluster, int line) {
        return Doorbells.hearers(clusters.get(cluster).image(), line);
    }

    // Memory.

    /** A shared region's memory; empty if there is none of that label. */
    public Optional<byte[]> region(String label, long offset, int length) {
        return memory.shared(label).map(whole -> copy(whole, offset, length));
    }

    /** Where in shared memory an address of the host lies; empty if in none. */
    public Optional<MemoryMap.Place> placeOf(long hostAddress) {
        return memory.placeOf(hostAddress);
    }

    /**
     * What a thread finds at an address of its own; shorter if it has no memory behind some
     * address, and empty if it has none there.
     */
    public byte[] addressSpace(String name, long address, int length) {
        byte[] found = new byte[length];
        int count = 0;
        if (first(name).map(thread -> thread.vspaceRoot.capability).orElse(null)
                instanceof VSpaceCapability space) {
            while (count < length) {
                long at = address + count;
                PageEntry page = space.vspace.page(at);
                if (page == null) {
                    break;
                }
                int here = (int) Math.min(length - count, PAGE_BYTES - at % PAGE_BYTES);
                MemorySegment.copy(
                        page.frame().memory,
                        ValueLayout.JAVA_BYTE,
                        page.frame().offset(at),
                        found,
                        count,
                        here);
                count += here;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static byte[] copy(MemorySegment whole, long offset, int length) {
        long from = Math.min(Math.max(0, offset), whole.byteSize());
        return whole.asSlice(from, Math.min(length, whole.byteSize() - from))
                .toArray(ValueLayout.JAVA_BYTE);
    }
}
