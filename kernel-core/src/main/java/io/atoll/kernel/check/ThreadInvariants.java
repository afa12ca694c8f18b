package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/** What a thread is by itself: state, fault, priorities, IPC buffer. */
final class ThreadInvariants {
    private ThreadInvariants() {}

    static void check(Census census, KernelImage image) {
        for (ThreadObject thread : census.all(ThreadObject.class)) {
            require(
                    thread.state >= ThreadState.INACTIVE && thread.state < ThreadState.IDLE,
                    "%s has the state %s, which no program's thread can have",
                    thread,
                    thread.state);
            require(
                    thread.core == image.core(thread.core.index),
                    "%s is on a core of another image",
                    thread);
            checkPriority(thread, thread.priority);
            checkPriority(thread, thread.maximumControlledPriority);
            require(
                    thread.domain >= 0 && thread.domain < image.domains().domains(),
                    "%s is of domain %s, which the image does not have",
                    thread,
                    thread.domain);
            checkFault(thread);
            checkBuffer(thread);
        }
    }

    private static void checkPriority(ThreadObject thread, int priority) {
        require(
                priority >= 0 && priority <= ThreadObject.MAX_PRIORITY,
                "%s has a priority of %s, which is not from 0 to 255",
                thread,
                priority);
    }

    /** A thread with a fault waits for its handler, or was stopped because nobody answers it. */
    private static void checkFault(ThreadObject thread) {
        require(
                thread.fault == null
                        || thread.state == ThreadState.BLOCKED_ON_SEND
                        || thread.state == ThreadState.BLOCKED_ON_REPLY
                        || thread.state == ThreadState.INACTIVE,
                "%s has an unanswered fault, but its state is %s",
                thread,
                ThreadState.name(thread.state));
    }

    private static void checkBuffer(ThreadObject thread) {
        boolean hasCapability =
                thread.slots[ThreadObject.IPC_BUFFER].capability instanceof FrameCapability frame
                        && frame.bufferOf == thread;
        require(
                thread.ipc.hasFrame() == hasCapability,
                "%s has %s IPC buffer, but its slot holds %s",
                thread,
                thread.ipc.hasFrame() ? "an" : "no",
                thread.slots[ThreadObject.IPC_BUFFER].capability);
    }
}
