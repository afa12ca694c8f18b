package io.atoll.kernel.api;

import java.util.List;

/**
 * What the kernel tells the initial task; seL4: {@code seL4_BootInfo}, same field names where the
 * field exists here.
 *
 * @param numNodes cores of this image
 * @param empty slots of the root CNode that are free
 * @param schedControl one scheduling control capability per core
 * @param untyped untyped capabilities, in the order of {@code untypedList}
 * @param initThreadCNodeSizeBits log2 of the root CNode's slots
 * @param extra what the machine adds beside the kernel's own fields, opaque to the kernel, as a
 *     device tree is
 */
public record BootInfo(
        int numNodes,
        SlotRegion empty,
        SlotRegion schedControl,
        SlotRegion untyped,
        List<UntypedDescription> untypedList,
        int initThreadCNodeSizeBits,
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
