package io.atoll.coordinator;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.PdImage;
import io.atoll.coordinator.microkit.PdPrograms;
import io.atoll.coordinator.system.Channel;
import io.atoll.coordinator.system.Child;
import io.atoll.coordinator.system.End;
import io.atoll.coordinator.system.Irq;
import io.atoll.coordinator.system.Mapping;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.ProtectionDomain;
import io.atoll.coordinator.system.SetVar;
import io.atoll.coordinator.system.UserCapability;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.VSpace;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the protection domains of one cluster from their descriptions: objects first, then what
 * connects them, then their programs. Used by the coordinator, once, before any of them runs.
 */
final class DomainBuilder {
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final long IPC_BUFFER_ADDRESS = 1L << 40;
    private static final long FIRST_OWN_ADDRESS = 1L << 42;

    private final Sel4 sel4;
    private final SystemPlan plan;
    private final int cluster;
    private final ObjectAllocator objects;
    private final SharedFrames sharedFrames;
    private final InterruptAllocator interrupts;
    private final ClusterBootInfo machine;
    private final BootInfo bootInfo;
    private final long coordinatorEndpoint;
    private final Map<String, Domain> domains = new LinkedHashMap<>();
    private final Map<String, Frames> regions = new HashMap<>();
    private long nextOwnAddress = FIRST_OWN_ADDRESS;

    /** Untypeds of regions that several clusters share, by the region's name. */
    interface SharedFrames {
        long untypedOf(String region);
    }

    DomainBuilder(
            Sel4 sel4,
            SystemPlan plan,
            ClusterBootInfo machine,
            BootInfo bootInfo,
            ObjectAllocator objects,
            SharedFrames sharedFrames,
            InterruptAllocator interrupts,
            long coordinatorEndpoint) {
        this.sel4 = sel4;
        this.plan = plan;
        this.cluster = machine.cluster();
        this.machine = machine;
        this.bootInfo = bootInfo;
        this.objects = objects;
        this.sharedFrames = sharedFrames;
        this.interrupts = interrupts;
        this.coordinatorEndpoint = coordinatorEndpoint;
    }

    /** Builds all domains of this cluster, ready to start. */
    List<Domain> build() {
        List<ProtectionDomain> all = plan.domains();
        for (int i = 0; i < all.size(); i++) {
            if (plan.clusterOf(all.get(i)) == cluster) {
                domains.put(all.get(i).name(), create(i, all.get(i)));
            }
        }
        for (Channel channel : plan.description().channels()) {
            for (End end : channel.ends()) {
                Domain domain = domains.get(end.pd());
                if (domain != null) {
                    domain.useChannel(end.id());
                }
            }
            if (!plan.isBetweenClusters(channel) && domains.containsKey(channel.first().pd())) {
                connect(channel.first(), channel.second());
                connect(channel.second(), channel.first());
            }
        }
        for (Domain domain : domains.values()) {
            interrupts(domain);
            memory(domain);
            userCapabilities(domain);
        }
        // Children before their parents, which get to know their entry points.
        List<Domain> ordered = new ArrayList<>(domains.values()).reversed();
        ordered.forEach(this::program);
        domains.values().forEach(this::thread);
        return List.copyOf(domains.values());
    }

    private Domain create(int index, ProtectionDomain description) {
        Domain made = new Domain(index, description);
        made.tcb = objects.make(ObjectType.TCB);
        made.cnode = objects.make(ObjectType.CAP_TABLE, CSpaceLayout.SIZE_BITS);
        made.vspace = objects.makeVSpace();
        made.notification = objects.make(ObjectType.NOTIFICATION);
        made.schedContext = objects.make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS);
        if (canBeCalled(description)) {
            made.endpoint = objects.make(ObjectType.ENDPOINT);
        }
        long input = made.endpoint != 0 ? made.endpoint : made.notification;
        give(made, CSpaceLayout.INPUT, input, CapRights.ALL);
        give(made, CSpaceLayout.CNODE, made.cnode, CapRights.ALL);
        give(made, CSpaceLayout.VSPACE, made.vspace, CapRights.ALL);
        give(made, CSpaceLayout.REPLY, objects.make(ObjectType.REPLY), CapRights.ALL);
        give(made, CSpaceLayout.SPARE_REPLY, objects.make(ObjectType.REPLY), CapRights.ALL);
        give(made, CSpaceLayout.TCB, made.tcb, CapRights.ALL);
        give(made, CSpaceLayout.NOTIFICATION, made.notification, CapRights.ALL);
        mint(
                made,
                CSpaceLayout.COORDINATOR,
                coordinatorEndpoint,
                CALL_RIGHTS,
                Badges.protectedCall(index));
        sel4.tcb(made.tcb).bindNotification(sel4.notification(made.notification)).orThrow();
        return made;
    }

    /** What a caller needs: to send, and to be answered. */
    static final CapRights CALL_RIGHTS = CapRights.none().write(true).grantReply(true);

    private boolean canBeCalled(ProtectionDomain description) {
        return !description.children().isEmpty()
                || plan.description().channels().stream()
                        .anyMatch(
                                channel ->
                                        channel.ends().stream()
                                                .anyMatch(
                                                        end ->
                                                                end.pp()
                                                                        && channel.opposite(end)
                                                                                .pd()
                                                                                .equals(
                                                                                        description
                                                                                                .name())));
    }

    /** One direction of a channel inside this cluster: what {@code from} can do to {@code to}. */
    private void connect(End from, End to) {
        Domain caller = domains.get(from.pd());
        Domain callee = domains.get(to.pd());
        if (from.mayNotify()) {
            mint(
                    caller,
                    CSpaceLayout.FIRST_NOTIFICATION + from.id(),
                    callee.notification,
                    CapRights.WRITE,
                    Badges.notification(to.id()));
        }
        if (from.pp()) {
            mint(
                    caller,
                    CSpaceLayout.FIRST_ENDPOINT + from.id(),
                    callee.endpoint,
                    CALL_RIGHTS,
                    Badges.protectedCall(to.id()));
        }
    }

    /** Handlers for the interrupts that a domain names; nothing in the machine raises them. */
    private void interrupts(Domain domain) {
        for (Irq irq : domain.description.irqs()) {
            domain.useChannel(irq.id());
            interrupts.bind(domain, irq.id());
        }
    }

    private void memory(Domain domain) {
        VSpace vspace = sel4.vspace(domain.vspace);
        for (Mapping map : domain.description.maps()) {
            MemoryRegion region = plan.description().memoryRegion(map.region()).orElseThrow();
            CapRights rights = CapRights.none().read(map.isReadable()).write(map.isWritable());
            framesOf(region).map(objects, vspace, map.virtualAddress(), rights);
        }
    }

    private Frames framesOf(MemoryRegion region) {
        return regions.computeIfAbsent(region.name(), name -> makeFrames(region));
    }

    private Frames makeFrames(MemoryRegion region) {
        boolean isShared = plan.clustersOf(region).size() > 1;
        Frames frames =
                isShared
                        ? Frames.cut(
                                objects,
                                sharedFrames.untypedOf(region.name()),
                                region.sizeBytes(),
                                Frames.isLarge(region))
                        : Frames.allocate(objects, region.sizeBytes(), Frames.isLarge(region));
        byte[] prefill = plan.prefills().get(region.name());
        // Of the clusters that share a region, the first fills it.
        if (prefill != null && plan.clustersOf(region).iterator().next() == cluster) {
            MemorySegment window = mapForCoordinator(frames, region.sizeBytes());
            MemorySegment.copy(MemorySegment.ofArray(prefill), 0, window, 0, prefill.length);
        }
        return frames;
    }

    /** A window of the coordinator itself onto frames. */
    MemorySegment mapForCoordinator(Frames frames, long byteSize) {
        long address = nextOwnAddress;
        nextOwnAddress += 1L << 36;
        frames.map(objects, sel4.vspace(InitCaps.VSPACE), address, CapRights.READ_WRITE);
        return sel4.memory().window(address, byteSize);
    }

    private void userCapabilities(Domain domain) {
        for (UserCapability capability : domain.description.capabilities()) {
            Domain named = domains.get(capability.pd());
            if (named == null) {
                throw new IllegalStateException(
                        "'%s' asks for a capability to '%s', which is in another cluster"
                                .formatted(domain.name(), capability.pd()));
            }
            long object =
                    switch (capability.kind()) {
                        case TCB -> named.tcb;
                        case SCHEDULING_CONTEXT -> named.schedContext;
                        case VSPACE -> named.vspace;
                    };
            give(
                    domain,
                    CSpaceLayout.FIRST_USER_CAPABILITY + capability.slot(),
                    object,
                    CapRights.ALL);
        }
        for (Child child : domain.description.children()) {
            give(
                    domain,
                    CSpaceLayout.FIRST_CHILD_TCB + child.id(),
                    domains.get(child.domain().name()).tcb,
                    CapRights.ALL);
        }
    }

    private void program(Domain domain) {
        ProtectionDomain description = domain.description;
        List<Integer> channels = new ArrayList<>();
        List<Integer> acknowledged = new ArrayList<>();
        List<Integer> mute = new ArrayList<>();
        Map<Integer, Long> children = new LinkedHashMap<>();
        for (Channel channel : plan.description().channels()) {
            for (End end : channel.ends()) {
                if (end.pd().equals(domain.name())) {
                    channels.add(end.id());
                    if (plan.isBetweenClusters(channel)) {
                        acknowledged.add(end.id());
                    }
                    if (!end.mayNotify()) {
                        mute.add(end.id());
                    }
                }
            }
        }
        // An irq is acknowledged by the program itself, as with libmicrokit.
        for (Irq irq : description.irqs()) {
            channels.add(irq.id());
            mute.add(irq.id());
        }
        description
                .children()
                .forEach(
                        child ->
                                children.put(
                                        child.id(), domains.get(child.domain().name()).entryPoint));
        PdImage image =
                new PdImage(
                        domain.name(),
                        plan.programs().get(domain.name()),
                        description.passive(),
                        channels,
                        acknowledged,
                        mute,
                        children,
                        mappedRegions(description),
                        variables(description));
        domain.entryPoint = sel4.entryPoint(PdPrograms.of(image));
    }

    private Map<String, PdImage.Mapped> mappedRegions(ProtectionDomain description) {
        Map<String, PdImage.Mapped> mapped = new LinkedHashMap<>();
        for (Mapping map : description.maps()) {
            MemoryRegion region = plan.description().memoryRegion(map.region()).orElseThrow();
            mapped.put(map.region(), new PdImage.Mapped(map.virtualAddress(), region.sizeBytes()));
        }
        return mapped;
    }

    /** Values of the symbols that the description patches. */
    private Map<String, Long> variables(ProtectionDomain description) {
        Map<String, Long> values = new HashMap<>();
        for (Mapping map : description.maps()) {
            MemoryRegion region = plan.description().memoryRegion(map.region()).orElseThrow();
            set(values, map.setvarVirtualAddress(), map.virtualAddress());
            set(values, map.setvarSize(), region.sizeBytes());
            byte[] prefill = plan.prefills().get(region.name());
            set(values, map.setvarPrefillSize(), prefill == null ? 0 : prefill.length);
        }
        for (SetVar setVar : description.setvars()) {
            MemoryRegion region =
                    plan.description().memoryRegion(setVar.regionPhysicalAddress()).orElseThrow();
            set(
                    values,
                    setVar.symbol(),
                    sel4.frame(framesOf(region).firstCptr()).physicalAddress());
        }
        description.irqs().forEach(irq -> set(values, irq.setvarId(), irq.id()));
        description.children().forEach(child -> set(values, child.setvarId(), child.id()));
        for (Channel channel : plan.description().channels()) {
            for (End end : channel.ends()) {
                if (end.pd().equals(description.name())) {
                    set(values, end.setvarId(), end.id());
                }
            }
        }
        return values;
    }

    private static void set(Map<String, Long> values, String symbol, long value) {
        if (!symbol.isEmpty()) {
            values.put(symbol, value);
        }
    }

    /** Everything that the thread needs but its start. */
    private void thread(Domain domain) {
        ProtectionDomain description = domain.description;
        long buffer = objects.make(ObjectType.SMALL_PAGE);
        sel4.tcb(domain.tcb)
                .configure(
                        sel4.cnode(domain.cnode),
                        CNodeCapData.fillWord(CSpaceLayout.SIZE_BITS),
                        sel4.vspace(domain.vspace),
                        0,
                        IPC_BUFFER_ADDRESS,
                        sel4.frame(buffer))
                .orThrow();
        // Until it is passive, it is where the coordinator is: see DomainStart.
        giveTime(domain, description.passive() ? machine.bootCore(cluster) : description.cpu());
        sel4.tcb(domain.tcb)
                .setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        description.priority(),
                        description.priority(),
                        sel4.schedContext(domain.schedContext),
                        sel4.endpoint(faultHandler(domain)))
                .orThrow();
        sel4.debugNameThread(domain.tcb, domain.name());
    }

    /** Its time is of that core; so it runs there. */
    void giveTime(Domain domain, int cpu) {
        sel4.schedControl(machine.schedControlOf(bootInfo, cpu))
                .configure(
                        sel4.schedContext(domain.schedContext),
                        domain.description.budgetMicros(),
                        domain.description.periodMicros(),
                        0,
                        domain.index,
                        0)
                .orThrow();
    }

    /** The parent, or the coordinator. */
    private long faultHandler(Domain domain) {
        for (Domain parent : domains.values()) {
            for (Child child : parent.description.children()) {
                if (child.domain().name().equals(domain.name())) {
                    return objects.mint(parent.endpoint, FAULT_RIGHTS, Badges.fault(child.id()));
                }
            }
        }
        return objects.mint(coordinatorEndpoint, FAULT_RIGHTS, Badges.fault(domain.index));
    }

    private static final CapRights FAULT_RIGHTS =
            CapRights.none().write(true).grant(true).grantReply(true);

    private void give(Domain domain, long slot, long cptr, CapRights rights) {
        slotOf(sel4, domain, slot).copy(objects.at(cptr), rights).orThrow();
    }

    private void mint(Domain domain, long slot, long cptr, CapRights rights, long badge) {
        slotOf(sel4, domain, slot).mint(objects.at(cptr), rights, badge).orThrow();
    }

    /** A slot of a domain's CNode. */
    static AbsoluteCPtr slotOf(Sel4 sel4, Domain domain, long slot) {
        return sel4.cnode(domain.cnode).slot(slot, CSpaceLayout.SIZE_BITS);
    }
}
