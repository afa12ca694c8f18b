package io.atoll.kernel;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.SlotRegion;
import io.atoll.kernel.api.UntypedDescription;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The boot information as a page of memory, in the layout of seL4's {@code seL4_BootInfo} for
 * x86-64 with MCS: words of 8 bytes in the order written here, then the list of untypeds.
 *
 * <pre>
 *   extraLen nodeID numNodes numIOPTLevels ipcBuffer
 *   empty sharedFrames userImageFrames userImagePaging ioSpaceCaps extraBIPages   (start, end each)
 *   initThreadCNodeSizeBits initThreadDomain schedcontrol untyped                 (last two: regions)
 *   untypedList: 230 times  paddr, then sizeBits and isDevice as bytes
 * </pre>
 */
final class BootInfoPage {
    private static final int MAX_UNTYPEDS = 230;

    private final MemorySegment page;
    private long offset;

    private BootInfoPage(MemorySegment page) {
        this.page = page;
    }

    static void write(BootInfo info, MemorySegment page) {
        BootInfoPage to = new BootInfoPage(page);
        to.words(0, info.nodeId(), info.numNodes(), 0, info.ipcBuffer());
        to.region(info.empty());
        to.region(info.sharedFrames());
        to.region(info.userImageFrames());
        to.region(info.userImagePaging());
        to.region(info.ioSpaceCaps());
        to.region(info.extraBIPages());
        to.words(info.initThreadCNodeSizeBits(), info.initThreadDomain());
        to.region(info.schedControl());
        to.region(info.untyped());
        for (UntypedDescription each :
                info.untypedList().subList(0, Math.min(MAX_UNTYPEDS, info.untypedList().size()))) {
            to.words(each.physicalAddress(), each.sizeBits() | (each.isDevice() ? 1 << 8 : 0));
        }
    }

    private void region(SlotRegion region) {
        words(region.start(), region.end());
    }

    private void words(long... words) {
        for (long word : words) {
            page.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, word);
            offset += Long.BYTES;
        }
    }
}
