package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.pinned.PinnedMachine;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.Sel4;

import java.util.concurrent.CompletableFuture;

/**
 * Operations of a client on one kernel image. The client is the initial task, of a priority below
 * that of the threads it works with. Each subject brings its own timed loop, because at a few
 * nanoseconds an operation a virtual call would be seen.
 */
abstract class ImageSubject implements LatencySubject {
    /** Of the threads that the client works with. */
    static final int SERVER_PRIORITY = 200;

    /** Of the client. */
    static final int CLIENT_PRIORITY = 100;

    private final String name;
    private PinnedMachine machine;
    private GuestThread<Sel4> client;

    ImageSubject(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void open(Placement placement) throws Exception {
        int cpu = placement.cpus().isEmpty() ? CoreConfig.UNPINNED : placement.cpus().getFirst();
        client = new GuestThread<>();
        machine = new PinnedMachine(MachineConfig.onCpus(cpu).withMemoryBytes(memoryBytes()));
        CompletableFuture<BootInfo> booted = new CompletableFuture<>();
        machine.boot(
                (_, bootInfo) -> {
                    booted.complete(bootInfo);
                    return client::serve;
                });
        client.call(
                sel4 -> {
                    prepare(Task.ofInitialTask(sel4, booted.join()));
                    return null;
                });
    }

    /** Memory of the machine. */
    long memoryBytes() {
        return MachineConfig.DEFAULT_MEMORY_BYTES;
    }

    /** Makes what the operations need; on the client's thread. */
    abstract void prepare(Task task);

    /** The timed loop; on the client's thread. */
    abstract void measure(Sel4 sel4, LatencyRecorder recorder, long operations);

    @Override
    public final void round(LatencyRecorder recorder, long operations) throws Exception {
        client.call(
                sel4 -> {
                    measure(sel4, recorder, operations);
                    return null;
                });
    }

    @Override
    public final void close() {
        if (machine != null) {
            client.close();
            machine.close();
        }
    }
}
