package io.atoll.kernel;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.FrameObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;

/** Makes kernel objects out of memory, with the capability that a retype puts into the slot. */
public final class ObjectFactory {
    private final PhysicalMemory memory;

    ObjectFactory(PhysicalMemory memory) {
        this.memory = memory;
    }

    /**
     * One object. The memory was cleared when its untyped was reset, unless it is device memory,
     * which other kernels may be using.
     *
     * @param address where it stands, a multiple of its size
     * @param userSizeBits size given in the retype, for types of variable size
     */
    public Capability create(
            Core core, ObjectType type, long address, int userSizeBits, boolean isDevice) {
        int sizeBits = type.sizeBits(userSizeBits);
        return switch (type) {
            case UNTYPED -> new UntypedCapability(address, sizeBits, isDevice, 0);
            case TCB -> {
                ThreadObject thread = new ThreadObject(address, sizeBits, core);
                thread.domain = core.image.domains().current();
                yield new ThreadCapability(thread);
            }
            case ENDPOINT ->
                    new EndpointCapability(new EndpointObject(address, sizeBits), 0, CapRights.ALL);
            case NOTIFICATION ->
                    new NotificationCapability(
                            new NotificationObject(address, sizeBits), 0, CapRights.READ_WRITE);
            case CAP_TABLE -> new CNodeCapability(new CNodeObject(address, userSizeBits), 0, 0);
            case SCHED_CONTEXT ->
                    new SchedContextCapability(new SchedContextObject(address, sizeBits));
            case REPLY -> new ReplyCapability(new ReplyObject(address, sizeBits), true);
            case VSPACE -> new VSpaceCapability(new VSpaceObject(address), 0);
            case PDPT -> table(address, PagingTableObject.PDPT);
            case PAGE_DIRECTORY -> table(address, PagingTableObject.PAGE_DIRECTORY);
            case PAGE_TABLE -> table(address, PagingTableObject.PAGE_TABLE);
            case SMALL_PAGE, LARGE_PAGE ->
                    new FrameCapability(frame(address, sizeBits), CapRights.READ_WRITE, isDevice);
        };
    }

    private static Capability table(long address, int level) {
        return new PagingTableCapability(new PagingTableObject(address, level));
    }

    private FrameObject frame(long address, int sizeBits) {
        return new FrameObject(address, sizeBits, memory.slice(address, 1L << sizeBits));
    }
}
