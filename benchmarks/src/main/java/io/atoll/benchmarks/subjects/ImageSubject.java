package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.pinned.PinnedMachine;
import io.atoll.coordinator.ObjectAllocator;
import io.atoll.coordinator.ThreadAllocator;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
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
                    prepare(new Task(sel4, booted.join()));
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

    /** What an initial task makes things with. */
    static final class Task {
        final Sel4 sel4;
        final ObjectAllocator objects;
        final long schedControl;
        private final ThreadAllocator threads;

        private Task(Sel4 sel4, BootInfo bootInfo) {
            this.sel4 = sel4;
            this.objects = new ObjectAllocator(sel4, bootInfo);
            this.schedControl = bootInfo.schedControl().start();
            this.threads = new ThreadAllocator(sel4, objects, schedControl);
            sel4.tcb(InitCaps.TCB).setPriority(sel4.tcb(InitCaps.TCB), CLIENT_PRIORITY).orThrow();
        }

        /** A thread that has run until it waited. */
        ThreadAllocator.Started start(String name, Program program) {
            return start(name, SERVER_PRIORITY, program);
        }

        /** A thread of that priority. */
        ThreadAllocator.Started start(String name, int priority, Program program) {
            return threads.start(name, priority, program);
        }

        /** A CNode of its own with {@code 2^radixBits} slots, addressed by their index. */
        Slots slots(int radixBits) {
            return new Slots(sel4.cnode(objects.make(ObjectType.CAP_TABLE, radixBits)), radixBits);
        }

        /** The same, without a scheduling context of its own: it runs on its callers' time. */
        void startPassive(String name, Program program) {
            ThreadAllocator.Started started = start(name, program);
            sel4.schedContext(started.schedContext()).unbind().orThrow();
        }
    }
}
