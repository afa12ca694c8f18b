package io.atoll.kernel;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.SlotRegion;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UntypedDescription;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.DomainCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.IrqControlCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.SchedControlCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.object.VSpaceObject;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The start of an image: the initial task with its CSpace, VSpace, scheduling context and the
 * untyped capabilities for all memory ({@code sel4-api} 2.3).
 */
public final class Boot {
    /** Where the initial task finds its IPC buffer. */
    private static final long IPC_BUFFER_ADDRESS = 0x1_0000;

    private static final int PAGE_BITS = 12;

    /** Budget and period of the initial task; seL4: {@code BOOT_THREAD_TIME_SLICE}. */
    private static final long TIME_SLICE_NANOS = 5_000_000;

    private final KernelImage image;
    private final PhysicalMemory memory;
    private final Slot[] slots;
    private final CNodeObject root;
    private final List<UntypedDescription> untypeds = new ArrayList<>();
    private int nextSlot = (int) InitCaps.NUM_INITIAL;

    /** The boot image takes the first pages of the first region. */
    private long bootPage;

    Boot(KernelImage image, PhysicalMemory memory) {
        this.image = image;
        this.memory = memory;
        this.root = new CNodeObject(0, image.config().rootCNodeSizeBits());
        this.slots = root.slots;
    }

    /** The initial task's root CNode. */
    public CNodeObject rootCNode() {
        return root;
    }

    void run(List<BootInfo.Extra> extra, Function<BootInfo, StackfulProgram> initialTask) {
        int bits = image.config().rootCNodeSizeBits();
        Core core = image.core(0);
        ThreadObject thread = new ThreadObject(0, 11, core);
        SchedContextObject schedContext = new SchedContextObject(0, 8);
        VSpaceObject vspace = new VSpaceObject(0, PAGE_BITS);
        schedContext.coreIndex = 0;
        core.scheduler.startRoundRobin(schedContext, TIME_SLICE_NANOS);

        put(InitCaps.TCB, new ThreadCapability(thread));
        put(InitCaps.CNODE, new CNodeCapability(root, 0, Long.SIZE - bits));
        put(InitCaps.VSPACE, new VSpaceCapability(vspace));
        put(InitCaps.IRQ_CONTROL, new IrqControlCapability());
        put(InitCaps.DOMAIN, new DomainCapability());
        put(InitCaps.SC, new SchedContextCapability(schedContext));
        FrameCapability buffer = ipcBuffer(core).mapped(vspace, IPC_BUFFER_ADDRESS);
        vspace.map(IPC_BUFFER_ADDRESS, buffer.frame, CapRights.READ_WRITE);
        put(InitCaps.IPC_BUFFER, buffer);

        int firstSchedControl = nextSlot;
        for (int i = 0; i < image.coreCount(); i++) {
            put(nextSlot++, new SchedControlCapability(i));
        }
        int firstUntyped = nextSlot;
        memory.regions().forEach(this::addUntypeds);
        BootInfo bootInfo =
                new BootInfo(
                        image.coreCount(),
                        new SlotRegion(nextSlot, slots.length),
                        new SlotRegion(firstSchedControl, firstUntyped),
                        new SlotRegion(firstUntyped, nextSlot),
                        List.copyOf(untypeds),
                        bits,
                        List.copyOf(extra));

        copyInto(thread, ThreadObject.CSPACE_ROOT, InitCaps.CNODE);
        copyInto(thread, ThreadObject.VSPACE_ROOT, InitCaps.VSPACE);
        copyInto(thread, ThreadObject.IPC_BUFFER, InitCaps.IPC_BUFFER);
        thread.ipc.attachFrame();
        thread.name = "initial-task";
        thread.priority = ThreadObject.MAX_PRIORITY;
        thread.maximumControlledPriority = ThreadObject.MAX_PRIORITY;
        thread.schedContext = schedContext;
        schedContext.thread = thread;
        long entry = image.programs().entryPoint(initialTask.apply(bootInfo));
        image.programs().start(thread, entry);
        thread.state = ThreadState.RUNNING;
        core.scheduler.possibleSwitchTo(thread);
    }

    private FrameCapability ipcBuffer(Core core) {
        bootPage = memory.regions().getFirst().address();
        return (FrameCapability)
                image.objects().create(core, ObjectType.SMALL_PAGE, bootPage, 0, false);
    }

    /** Cuts a region into naturally aligned powers of two, as large as possible. */
    private void addUntypeds(PhysicalMemory.Region region) {
        long address = region.address();
        long end = address + region.memory().byteSize();
        if (address == bootPage) {
            address += 1L << PAGE_BITS;
        }
        while (address < end) {
            int bits = 63 - Long.numberOfLeadingZeros(end - address);
            if (address != 0) {
                bits = Math.min(bits, Long.numberOfTrailingZeros(address));
            }
            put(nextSlot++, new UntypedCapability(address, bits, region.isDevice(), 0));
            untypeds.add(new UntypedDescription(address, bits, region.isDevice()));
            address += 1L << bits;
        }
    }

    private void put(long slot, Capability capability) {
        DerivationTree.insertOriginal(slots[(int) slot], capability);
    }

    private void copyInto(ThreadObject thread, int index, long from) {
        Slot source = slots[(int) from];
        Capability capability =
                source.capability instanceof FrameCapability frame
                        ? frame.asBufferOf(thread)
                        : source.capability;
        DerivationTree.insertCopy(source, thread.slots[index], capability);
    }
}
