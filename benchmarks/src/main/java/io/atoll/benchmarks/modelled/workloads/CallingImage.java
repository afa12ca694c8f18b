package io.atoll.benchmarks.modelled.workloads;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.coordinator.ObjectAllocator;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;

import java.lang.foreign.MemorySegment;

/**
 * The initial task of one image: makes a passive server and a client for each of its cores and
 * starts them, in the address space and CSpace that it has itself. Servers are at home where the
 * first call finds them; that is before measuring. Runs on the image's first core.
 */
final class CallingImage implements StackfulProgram {
    static final String REGION = "rings";

    private static final int CLIENT_PRIORITY = 100;
    private static final int BACKGROUND_PRIORITY = 50;

    /** Its own: servers run until they wait, clients when all is made. */
    private static final int PRIORITY = 120;

    private static final int SERVER_PRIORITY = 150;

    /** So long that no timer rings while something is measured. */
    private static final long SLICE_MICROS = 1_000_000_000L;

    private static final long REGION_ADDRESS = 1L << 40;
    private static final int LARGE_PAGE_BITS = 21;
    private static final int SMALL_PAGE_BITS = 12;
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final int DOORBELL_LINE = InterruptLines.FIRST_USER;

    private final ModelledRun run;
    private final int image;
    private final BootInfo bootInfo;

    CallingImage(ModelledRun run, int image, BootInfo bootInfo) {
        this.run = run;
        this.image = image;
        this.bootInfo = bootInfo;
    }

    /** Memory that an image of so many cores needs: a power of two. */
    static long memoryBytes(int cores) {
        // Half of it is one untyped; of a core there are two threads of 2 KiB, and what they need.
        return Math.max(1L << 20, Long.highestOneBit(2L * 12_000 * cores - 1) << 1);
    }

    @Override
    public void run(Sel4 sel4) {
        sel4.tcb(InitCaps.TCB).setPriority(sel4.tcb(InitCaps.TCB), PRIORITY).orThrow();
        ObjectAllocator objects = new ObjectAllocator(sel4, bootInfo);
        int cores = run.arrangement().coresOf(image);
        long untyped = largestUntyped();
        long endpoints = objects.makeFrom(untyped, ObjectType.ENDPOINT, cores);
        long replies = objects.makeFrom(untyped, ObjectType.REPLY, cores);
        long threads = objects.makeFrom(untyped, ObjectType.TCB, 2 * cores);
        long notifications = objects.makeFrom(untyped, ObjectType.NOTIFICATION, cores);
        int first = run.arrangement().firstCoreOf(image);
        int target = run.scenario().doorbellTarget(first);
        long doorbell = target < 0 ? 0 : doorbell(sel4, objects, notifications, target);
        MemorySegment region = mapRegion(sel4, objects);
        Site[] sites = new Site[cores];
        for (int i = 0; i < cores; i++) {
            sites[i] =
                    new Site(
                            run,
                            first + i,
                            endpoints - first,
                            notifications - first,
                            replies + i,
                            doorbell,
                            run.mesh().isEmpty() ? null : region,
                            run.ownMemory(region));
        }
        long time = schedContext(sel4, objects, 0);
        for (int i = 0; i < cores; i++) {
            Program server = run.scenario().server(sites[i]);
            start(sel4, objects, threads + 2 * i, SERVER_PRIORITY, time, server);
            sel4.schedContext(time).unbind().orThrow();
        }
        for (int i = 0; i < cores; i++) {
            Program client = run.scenario().client(sites[i]);
            long own = i == 0 ? time : schedContext(sel4, objects, i);
            start(sel4, objects, threads + 2 * i + 1, CLIENT_PRIORITY, own, client);
        }
        for (int i = 0; i < cores; i++) {
            Program background = run.scenario().background(sites[i]);
            if (background != null) {
                long thread = objects.makeFrom(untyped, ObjectType.TCB, 1);
                long own = schedContext(sel4, objects, i);
                start(sel4, objects, thread, BACKGROUND_PRIORITY, own, background);
            }
        }
    }

    /** Has interrupts from other images signal the first core's notification. */
    private static long doorbell(
            Sel4 sel4, ObjectAllocator objects, long notification, int target) {
        long badged = objects.mint(notification, CapRights.ALL, 1);
        long handler = objects.slot();
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(DOORBELL_LINE, objects.at(handler)).orThrow();
        sel4.irqHandler(handler).setNotification(sel4.notification(badged)).orThrow();
        // An image that is ready sooner may have rung already: that one is heard now.
        sel4.irqHandler(handler).ack().orThrow();
        long bell = objects.slot(); // Site knows that it follows
        sel4.irqControl(InitCaps.IRQ_CONTROL)
                .issueSgiSignal(DOORBELL_LINE, target, objects.at(bell))
                .orThrow();
        return bell;
    }

    private long largestUntyped() {
        int largest = 0;
        for (int i = 1; i < bootInfo.untypedList().size(); i++) {
            if (!bootInfo.untypedList().get(i).isDevice()
                    && bootInfo.untypedList().get(i).sizeBits()
                            > bootInfo.untypedList().get(largest).sizeBits()) {
                largest = i;
            }
        }
        return bootInfo.untyped().start() + largest;
    }

    private long schedContext(Sel4 sel4, ObjectAllocator objects, int core) {
        long made = objects.make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS);
        sel4.schedControl(bootInfo.schedControl().start() + core)
                .configure(sel4.schedContext(made), SLICE_MICROS)
                .orThrow();
        return made;
    }

    private static void start(
            Sel4 sel4,
            ObjectAllocator objects,
            long tcb,
            int priority,
            long schedContext,
            Program program) {
        sel4.tcb(tcb)
                .configure(objects.root(), 0, sel4.vspace(InitCaps.VSPACE), 0, 0, null)
                .orThrow();
        sel4.tcb(tcb)
                .setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        priority,
                        priority,
                        sel4.schedContext(schedContext),
                        null)
                .orThrow();
        sel4.tcb(tcb).writeRegisters(true, UserContext.at(sel4.entryPoint(program))).orThrow();
    }

    private MemorySegment mapRegion(Sel4 sel4, ObjectAllocator objects) {
        if (!run.usesRegion(image)) {
            return null;
        }
        ClusterBootInfo machine = bootInfo.extra(ClusterBootInfo.class);
        int sizeBits = machine.region(REGION).sizeBits();
        boolean isLarge = sizeBits >= LARGE_PAGE_BITS;
        int frameBits = isLarge ? LARGE_PAGE_BITS : SMALL_PAGE_BITS;
        int count = 1 << (sizeBits - frameBits);
        long frames =
                objects.makeFrom(
                        machine.untypedOf(bootInfo, REGION),
                        isLarge ? ObjectType.LARGE_PAGE : ObjectType.SMALL_PAGE,
                        count);
        for (int i = 0; i < count; i++) {
            objects.map(
                    frames + i,
                    sel4.vspace(InitCaps.VSPACE),
                    REGION_ADDRESS + ((long) i << frameBits),
                    CapRights.READ_WRITE);
        }
        return sel4.memory().window(REGION_ADDRESS, run.regionBytes());
    }
}
