package io.atoll.kernel.debug;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.object.ThreadObject;

import java.util.List;

/**
 * The dumps of an image, as text that ends with a line feed. To be called by the core's thread
 * between two steps of the kernel, or by anybody once the image has stopped. Takes time and memory
 * in proportion to the capabilities that exist; never part of a path that is measured.
 */
public final class KernelDebug {
    private KernelDebug() {}

    /** All threads, in the columns of seL4's {@code DebugDumpScheduler}. */
    public static String scheduler(KernelImage image) {
        return SchedulerDump.of(image);
    }

    /** All threads, those too that never execute anything, in the order of the dump. */
    public static List<ThreadObject> threads(KernelImage image) {
        return SchedulerDump.threads(image);
    }

    /** Who waits for what, and who could wake it: each thread that does not run by itself. */
    public static List<WaitingThread> waiting(KernelImage image) {
        return new WaitDump(image).waiting();
    }

    /**
     * What the first thread of that name is blocked on, as {@code blocked on ntfn
     * notification_100010000}; empty if it is not.
     */
    public static String blockedOn(KernelImage image, String name) {
        return new WaitDump(image).blockedOn(name);
    }

    /** Which threads can ring at which core of the machine. */
    public static List<DoorbellHolder> doorbells(KernelImage image) {
        return new WaitDump(image).doorbells();
    }

    /** What a thread's capability addresses lead to, one line each. */
    public static String cspace(KernelImage image, ThreadObject thread) {
        return new CSpaceDump(new ObjectGraph(image)).of(thread);
    }

    /** All objects and the capabilities they hold, in the style of a capDL specification. */
    public static String snapshot(KernelImage image) {
        return new CapdlSnapshot(image).text();
    }

    /** All objects and capabilities as a GraphViz digraph. */
    public static String graph(KernelImage image) {
        return new DotSnapshot(image).text();
    }

    /**
     * The number by which seL4 knows the type of a capability; seL4: {@code DebugCapIdentify}. The
     * tags of x86-64.
     */
    public static int tag(Capability capability) {
        return CapabilityKind.of(capability).tag;
    }

    /** What the kernel says of itself when it is told to halt. */
    public static String halting(Core core, ThreadObject thread) {
        return "Debug halt syscall from user thread 0x%x \"%s\" on core %d of image \"%s\"\n"
                .formatted(thread.address, thread.name, core.index, core.image.config().name());
    }
}
