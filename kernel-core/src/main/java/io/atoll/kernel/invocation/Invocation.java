package io.atoll.kernel.invocation;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.AsidControlCapability;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.CSpace;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DomainCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.IrqControlCapability;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.SchedControlCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.ThreadObject;

/**
 * One invocation in progress: who invokes what with which arguments, and the words of the answer.
 * Each core has one, reused.
 */
public final class Invocation {
    Core core;
    ThreadObject thread;
    Slot slot;
    boolean isCall;
    private int extraCaps;
    private int words;
    private int length;
    private boolean preempted;

    /**
     * Starts an invocation of {@code slot}; its extra capabilities are in {@code core.extraCaps}.
     *
     * @param isCall the answer reaches the caller
     */
    public void begin(Core core, ThreadObject thread, Slot slot, int extraCaps, boolean isCall) {
        this.core = core;
        this.thread = thread;
        this.slot = slot;
        this.extraCaps = extraCaps;
        this.isCall = isCall;
        this.words = 0;
        this.preempted = false;
        this.length = Math.min(MessageInfo.length(thread.messageInfo), thread.ipc.capacity());
    }

    /**
     * Checks and performs.
     *
     * @param isFirstPhase in the send phase of a call that then receives, threads, CNodes and
     *     scheduling objects cannot be invoked
     */
    public Sel4Error decode(boolean isFirstPhase) {
        return switch (slot.capability) {
            case UntypedCapability cap -> UntypedInvocation.decode(this, cap);
            case ThreadCapability cap when !isFirstPhase ->
                    ThreadInvocation.decode(this, cap.thread);
            case CNodeCapability cap when !isFirstPhase -> CNodeInvocation.decode(this, cap);
            case SchedControlCapability cap when !isFirstPhase ->
                    SchedControlInvocation.decode(this, cap.coreIndex);
            case SchedContextCapability cap when !isFirstPhase ->
                    SchedContextInvocation.decode(this, cap.schedContext);
            case DomainCapability _ when !isFirstPhase -> DomainInvocation.decode(this);
            case VSpaceCapability _ -> Sel4Error.ILLEGAL_OPERATION;
            case PagingTableCapability cap -> PagingTableInvocation.decode(this, cap);
            case FrameCapability cap -> FrameInvocation.decode(this, cap);
            case AsidControlCapability _ -> AsidInvocation.makePool(this);
            case AsidPoolCapability cap -> AsidInvocation.assign(this, cap.pool);
            case IrqControlCapability _ -> IrqControlInvocation.decode(this);
            case IrqHandlerCapability cap -> IrqHandlerInvocation.decode(this, cap.irq);
            default -> invalidCapability(0);
        };
    }

    /** Whether the operation broke off half-way: there is no answer yet. */
    public boolean isPreempted() {
        return preempted;
    }

    /** Of an earlier invocation on this core. */
    public void forgetPreemption() {
        preempted = false;
    }

    /** The operation breaks off at a preemption point; what it returns counts for nothing. */
    Sel4Error preempted() {
        preempted = true;
        return Sel4Error.NO_ERROR;
    }

    /** The operation came to its end, or not. */
    Sel4Error completed(boolean completed) {
        return completed ? Sel4Error.NO_ERROR : preempted();
    }

    /** Words of the answer: details of an error, or results. */
    public int resultWords(Sel4Error error) {
        return error == Sel4Error.NO_ERROR ? words : errorWords(error);
    }

    private int errorWords(Sel4Error error) {
        return switch (error) {
            case INVALID_ARGUMENT, INVALID_CAPABILITY, NOT_ENOUGH_MEMORY -> 1;
            case RANGE_ERROR -> 2;
            case FAILED_LOOKUP -> words;
            default -> 0;
        };
    }

    // Arguments.

    int label() {
        long label = MessageInfo.label(thread.messageInfo);
        return label > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) label;
    }

    long arg(int index) {
        return thread.ipc.mr(index);
    }

    Slot extra(int index) {
        return core.extraCaps[index];
    }

    Capability extraCapability(int index) {
        return core.extraCaps[index].capability;
    }

    boolean isShorterThan(int argumentWords, int capabilities) {
        return length < argumentWords || extraCaps < capabilities;
    }

    // Answers.

    Sel4Error result(int index, long value) {
        thread.ipc.mr(index, value);
        words = index + 1;
        return Sel4Error.NO_ERROR;
    }

    Sel4Error invalidArgument(int index) {
        thread.ipc.mr(0, index);
        return Sel4Error.INVALID_ARGUMENT;
    }

    Sel4Error invalidCapability(int index) {
        thread.ipc.mr(0, index);
        return Sel4Error.INVALID_CAPABILITY;
    }

    Sel4Error rangeError(long min, long max) {
        thread.ipc.mr(0, min);
        thread.ipc.mr(1, max);
        return Sel4Error.RANGE_ERROR;
    }

    Sel4Error notEnoughMemory(long bytesFree) {
        thread.ipc.mr(0, bytesFree);
        return Sel4Error.NOT_ENOUGH_MEMORY;
    }

    /** The lookup failure in {@code core.lookup}. */
    Sel4Error failedLookup(boolean ofSource) {
        long[] failure = core.lookup.words();
        int capacity = thread.ipc.capacity();
        thread.ipc.mr(0, ofSource ? 1 : 0);
        int written = Math.min(failure.length, capacity - 1);
        for (int i = 0; i < written; i++) {
            thread.ipc.mr(1 + i, failure[i]);
        }
        words = 1 + written;
        return Sel4Error.FAILED_LOOKUP;
    }

    /**
     * Finds the slot of a CNode operation.
     *
     * @return null if there is none; {@link #lookupError} then is the answer
     */
    Slot lookUpSlot(Capability root, long index, long depth, boolean isSource) {
        if (!(root instanceof CNodeCapability)) {
            core.lookup.invalidRoot();
            lookupError = failedLookup(isSource);
            return null;
        }
        if (depth < 1 || depth > Long.SIZE) {
            lookupError = rangeError(1, Long.SIZE);
            return null;
        }
        Slot found = CSpace.lookupExactly(root, index, (int) depth, core.lookup);
        if (found == null) {
            lookupError = failedLookup(isSource);
        }
        return found;
    }

    /** Answer of the last {@link #lookUpSlot} that found nothing. */
    Sel4Error lookupError;

    /** As {@link #lookUpSlot} for a slot to be filled: it must be empty. */
    Slot lookUpEmptySlot(Capability root, long index, long depth) {
        Slot found = lookUpSlot(root, index, depth, false);
        if (found != null && !found.isEmpty()) {
            lookupError = Sel4Error.DELETE_FIRST;
            return null;
        }
        return found;
    }
}
