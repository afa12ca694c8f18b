package io.atoll.kernel.api;

import java.util.List;

/**
 * What the kernel tells the initial task; seL4: {@code seL4_BootInfo}, same field names where the
 * field exists here.
 *
 * @param nodeId the core that the initial task runs on
 * @param numNodes cores of this image
 * @param ipcBuffer virtual address of the initial task's IPC buffer
 * @param empty slots of the root CNode that are free
 * @param sharedFrames always empty, as in seL4: what images share are device untypeds
 * @param userImageFrames empty: programs are Java classes, not frames
 * @param userImagePaging tables of the initial task's address space, the highest level first
 * @param ioSpaceCaps empty: there is no IOMMU
 * @param extraBIPages empty: further information is in {@code extra}
 * @param initThreadCNodeSizeBits log2 of the root CNode's slots
 * @param initThreadDomain domain of the initial task
 * @param schedControl one scheduling control capability per core
 * @param untyped untyped capabilities, in the order of {@code untypedList}
 * @param extra what the machine adds beside the kernel's own fields, opaque to the kernel, as a
 *     device tree is
 */
public record BootInfo(
        int nodeId,
        int numNodes,
        long ipcBuffer,
        SlotRegion empty,
        SlotRegion sharedFrames,
        SlotRegion userImageFrames,
        SlotRegion userImagePaging,
        SlotRegion ioSpaceCaps,
        SlotRegion extraBIPages,
        int initThreadCNodeSizeBits,
        int initThreadDomain,
        SlotRegion schedControl,
        SlotRegion untyped,
        List<UntypedDescription> untypedList,
        List<Extra> extra) {

    /** A block of information from the machine. */
    public interface Extra {}

    /**
     * The machine's block of this type.
     *
     * @throws IllegalStateException if the machine gave none
     */
    public <T extends Extra> T extra(Class<T> type) {
        for (Extra block : extra) {
            if (type.isInstance(block)) {
                return type.cast(block);
            }
        }
        throw new IllegalStateException("the machine gave no boot information " + type.getName());
    }
}
