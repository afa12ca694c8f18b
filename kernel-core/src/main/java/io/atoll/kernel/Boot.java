package io.atoll.kernel;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.SlotRegion;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UntypedDescription;
import io.atoll.kernel.capability.AsidControlCapability;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.DomainCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.IrqControlCapability;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.SchedControlCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.AsidPoolObject;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.object.VSpaceObject;
import io.atoll.kernel.scheduling.Budgets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The start of an image: the initial task with its CSpace, VSpace, scheduling context and the
 * untyped capabilities for all memory ({@code sel4-api} 2.3).
 */
public final class Boot {
    /** Where the initial task finds its IPC buffer; the page after it tells what BootInfo tells. */
    private static final long IPC_BUFFER_ADDRESS = 0x1_0000;

    private static final int PAGE_BITS = 12;
    private static final long BOOT_INFO_ADDRESS = IPC_BUFFER_ADDRESS + (1L << PAGE_BITS);

    /** At the start of the first region, which the boot image takes: two pages. */
    private static final long BOOT_BYTES = 2L << PAGE_BITS;

    /** Tables of the initial task's address space. */
    private static final int BOOT_TABLES =
            PagingTableObject.PDPT - PagingTableObject.PAGE_TABLE + 1;

    private static final int INITIAL_ASID = 1;

    /** Budget and period of the initial task; seL4: {@code BOOT_THREAD_TIME_SLICE}. */
    private static final long TIME_SLICE_NANOS = 5_000_000;

    private final KernelImage image;
    private final PhysicalMemory memory;
    private final CNodeObject root;
    private final List<UntypedDescription> untypeds = new ArrayList<>();
    private int nextSlot = (int) InitCaps.NUM_INITIAL;

    private final VSpaceObject vspace = new VSpaceObject(0);

    /**
     * @throws IllegalArgumentException if the root CNode or the memory is too small for what the
     *     initial task is given
     */
    Boot(KernelImage image, PhysicalMemory memory) {
        checkRoom(image, memory);
        this.image = image;
        this.memory = memory;
        this.root = new CNodeObject(0, image.config().rootCNodeSizeBits());
    }

    private static void checkRoom(KernelImage image, PhysicalMemory memory) {
        int bits = image.config().rootCNodeSizeBits();
        long untypeds = 0;
        for (PhysicalMemory.Region region : memory.regions()) {
            long taken = region == memory.regions().getFirst() ? BOOT_BYTES : 0;
            if (region.memory().byteSize() < taken) {
                throw new IllegalArgumentException(
                        "%s: %d bytes of memory are too few: boot information and IPC buffer take %d"
                                .formatted(
                                        image.config().name(),
                                        region.memory().byteSize(),
                                        BOOT_BYTES));
            }
            untypeds += untypeds(region.address() + taken, region.memory().byteSize() - taken);
        }
        long slots = slotsTaken(image.coreCount(), untypeds);
        if (slots > 1L << bits) {
            throw new IllegalArgumentException(
                    tooFewSlots(image.config().name(), bits, image.coreCount(), untypeds));
        }
    }

    /**
     * Slots of its root CNode that an initial task finds filled.
     *
     * @param cores of the image
     * @param untypeds into which its memory is cut: see {@link #untypeds}
     */
    public static long slotsTaken(int cores, long untypeds) {
        return InitCaps.NUM_INITIAL + BOOT_TABLES + cores + untypeds;
    }

    /** Untyped capabilities that the first region of memory is cut into, which boot takes from. */
    public static int untypedsOfFirst(long address, long byteSize) {
        return untypeds(address + BOOT_BYTES, byteSize - BOOT_BYTES);
    }

    /** Naturally aligned powers of two that a range is cut into, each as large as possible. */
    private static int untypeds(long address, long byteSize) {
        int count = 0;
        for (long at = address;
                at < address + byteSize;
                at += 1L << untypedBits(at, address + byteSize)) {
            count++;
        }
        return count;
    }

    /** One sentence about a root CNode that cannot hold what is in it from the beginning. */
    public static String tooFewSlots(String image, int bits, int cores, long untypeds) {
        long slots = slotsTaken(cores, untypeds);
        return "%s: a root CNode of 2^%d slots is too small: with %d cores and %d untypeds, %d slots are filled when the initial task starts; 2^%d would do"
                .formatted(
                        image,
                        bits,
                        cores,
                        untypeds,
                        slots,
                        Long.SIZE - Long.numberOfLeadingZeros(slots));
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
        schedContext.coreIndex = 0;
        Budgets.startRoundRobin(core, schedContext, TIME_SLICE_NANOS);

        put(InitCaps.TCB, new ThreadCapability(thread));
        put(InitCaps.CNODE, new CNodeCapability(root, 0, Long.SIZE - bits));
        put(InitCaps.VSPACE, new VSpaceCapability(vspace, INITIAL_ASID));
        put(InitCaps.IRQ_CONTROL, new IrqControlCapability());
        put(InitCaps.ASID_CONTROL, new AsidControlCapability());
        put(InitCaps.ASID_POOL, new AsidPoolCapability(asidPool()));
        put(InitCaps.DOMAIN, new DomainCapability());
        put(InitCaps.SC, new SchedContextCapability(schedContext));
        int firstTable = nextSlot;
        PagingTableObject pageTable = tables();
        put(InitCaps.BOOT_INFO, bootPage(core, 1, pageTable, BOOT_INFO_ADDRESS));
        put(InitCaps.IPC_BUFFER, bootPage(core, 0, pageTable, IPC_BUFFER_ADDRESS));

        int firstSchedControl = nextSlot;
        for (int i = 0; i < image.coreCount(); i++) {
            put(nextSlot++, new SchedControlCapability(i));
        }
        int firstUntyped = nextSlot;
        memory.regions().forEach(this::addUntypeds);
        BootInfo bootInfo =
                new BootInfo(
                        0,
                        image.coreCount(),
                        IPC_BUFFER_ADDRESS,
                        new SlotRegion(nextSlot, root.slots.size()),
                        SlotRegion.NONE,
                        SlotRegion.NONE,
                        new SlotRegion(firstTable, firstSchedControl),
                        SlotRegion.NONE,
                        SlotRegion.NONE,
                        bits,
                        0,
                        new SlotRegion(firstSchedControl, firstUntyped),
                        new SlotRegion(firstUntyped, nextSlot),
                        List.copyOf(untypeds),
                        List.copyOf(extra));
        BootInfoPage.write(bootInfo, vspace.page(BOOT_INFO_ADDRESS).frame().memory);

        copyInto(thread, ThreadObject.CSPACE_ROOT, InitCaps.CNODE);
        copyInto(thread, ThreadObject.VSPACE_ROOT, InitCaps.VSPACE);
        copyInto(thread, ThreadObject.IPC_BUFFER, InitCaps.IPC_BUFFER);
        thread.bufferFrame.attach();
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

    private AsidPoolObject asidPool() {
        AsidPoolObject pool = new AsidPoolObject(0, 0);
        pool.assign(INITIAL_ASID, vspace);
        image.asids().register(pool);
        return pool;
    }

    /** The tables for the first pages of the address space; the page table is the answer. */
    private PagingTableObject tables() {
        PagingTableObject above = vspace;
        for (int level = PagingTableObject.PDPT; level >= PagingTableObject.PAGE_TABLE; level--) {
            PagingTableObject table = new PagingTableObject(0, level);
            vspace.map(above, 0, table);
            put(nextSlot++, new PagingTableCapability(table).mapped(INITIAL_ASID, 0));
            above = table;
        }
        return above;
    }

    private FrameCapability bootPage(
            Core core, int index, PagingTableObject table, long virtualAddress) {
        long address = memory.regions().getFirst().address() + ((long) index << PAGE_BITS);
        FrameCapability page =
                (FrameCapability)
                        image.objects().create(core, ObjectType.SMALL_PAGE, address, 0, false);
        vspace.map(table, virtualAddress, new PageEntry(page.frame, CapRights.READ_WRITE));
        return page.mapped(INITIAL_ASID, virtualAddress);
    }

    /** Cuts a region into naturally aligned powers of two, as large as possible. */
    private void addUntypeds(PhysicalMemory.Region region) {
        long address = region.address();
        long end = address + region.memory().byteSize();
        if (region == memory.regions().getFirst()) {
            address += BOOT_BYTES;
        }
        while (address < end) {
            int bits = untypedBits(address, end);
            put(nextSlot++, new UntypedCapability(address, bits, region.isDevice(), 0));
            untypeds.add(new UntypedDescription(address, bits, region.isDevice()));
            address += 1L << bits;
        }
    }

    /** log2 of the largest untyped that begins at an address and ends no later than at another. */
    private static int untypedBits(long address, long end) {
        int bits = 63 - Long.numberOfLeadingZeros(end - address);
        return address == 0 ? bits : Math.min(bits, Long.numberOfTrailingZeros(address));
    }

    private void put(long slot, Capability capability) {
        DerivationTree.insertOriginal(root.slots.get((int) slot), capability);
    }

    private void copyInto(ThreadObject thread, int index, long from) {
        Slot source = root.slots.get((int) from);
        Capability capability =
                source.capability instanceof FrameCapability frame
                        ? frame.asBufferOf(thread)
                        : source.capability;
        DerivationTree.insertCopy(source, thread.slots[index], capability);
    }
}
