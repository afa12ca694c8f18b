package io.atoll.kernel.api;

import io.atoll.kernel.api.cap.AsidControl;
import io.atoll.kernel.api.cap.AsidPool;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.DomainSet;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.IrqControl;
import io.atoll.kernel.api.cap.IrqHandler;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.SgiSignal;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.api.cap.VSpace;

/**
 * The system calls of one thread, in the MCS form (manual, section "System calls"). Capabilities
 * are named by CPtrs resolved in the thread's CSpace; messages are in {@link #ipc()}.
 *
 * <p>Only the program of that thread may call them, on the Java stack the kernel gave it; a call
 * from elsewhere throws {@code IllegalStateException}. Calls never throw for kernel reasons: a
 * missing capability is a fault of the calling thread, which its fault handler sees. Every call
 * that receives returns the message info; the sender's badge is in {@code ipc().senderBadge()}.
 *
 * <p>Progress: {@code nbSend}, {@code nbRecv}, {@code nbAwait}, {@code signal} and invocations of
 * kernel objects do not wait for another thread; the others block as the manual says. Any call may
 * lose the core to a thread of higher priority before it returns.
 */
public interface Sel4 {
    /** The message registers and IPC buffer of this thread. */
    IpcBuffer ipc();

    /** The address space of this thread. */
    Memory memory();

    /** Blocks until a receiver took the message; seL4: {@code seL4_Send}. */
    void send(long destination, long info);

    /** Delivers if a receiver waits, otherwise does nothing; seL4: {@code seL4_NBSend}. */
    void nbSend(long destination, long info);

    /** Sends, and waits for the reply; seL4: {@code seL4_Call}. */
    long call(long destination, long info);

    /**
     * Waits for a message, or for a notification if {@code source} is one; seL4: {@code seL4_Recv}.
     *
     * @param reply a reply object, to hold the sender if it called
     */
    long recv(long source, long reply);

    /**
     * As {@link #recv}, without blocking: badge 0 if nothing is there; seL4: {@code seL4_NBRecv}.
     */
    long nbRecv(long source, long reply);

    /** Waits without a reply object; seL4: {@code seL4_Wait}. */
    long await(long source);

    /** As {@link #await}, without blocking; seL4: {@code seL4_NBWait}, {@code seL4_Poll}. */
    long nbAwait(long source);

    /** Answers the caller held by {@code reply}, then receives; seL4: {@code seL4_ReplyRecv}. */
    long replyRecv(long source, long info, long reply);

    /** A non-blocking send, then a receive, in one call; seL4: {@code seL4_NBSendRecv}. */
    long nbSendRecv(long destination, long info, long source, long reply);

    /** A non-blocking send, then a wait, in one call; seL4: {@code seL4_NBSendWait}. */
    long nbSendWait(long destination, long info, long source);

    /** Gives up the rest of the time slice; seL4: {@code seL4_Yield}. */
    void yieldNow();

    /**
     * A point at which this thread can be preempted, for code that makes no system call: takes
     * pending interrupts and lets threads of higher priority run. Nanoseconds when nothing is
     * pending.
     */
    void preemptionPoint();

    /**
     * Works for that many cycles: nothing on real cores, time in a simulation; then a preemption
     * point.
     */
    void compute(int cycles);

    /**
     * Reads the core's clock, as a program reads a time-stamp counter: ticks, which are
     * nanoseconds, from an arbitrary origin. Real time on a pinned machine, virtual time on a
     * simulated one. No system call.
     */
    long readClock();

    /**
     * The base of this thread's thread-local storage, as a program reads its FS register: whatever
     * was set with {@code tcb.setTlsBase}, 0 at first. No system call.
     */
    long tlsBase();

    /**
     * The emulated address at which {@code program} begins, to be written into a thread's program
     * counter ({@code tcb.writeRegisters}). The same program always has the same address.
     */
    long entryPoint(Program program);

    /**
     * A trap with a number that is no system call: an {@link Fault#UNKNOWN_SYSCALL} fault. The
     * handler lets the thread go on behind it by an answer with label 0 whose word 15, the
     * instruction pointer, is the fault's plus 2, the length of the instruction; an answer that
     * leaves it makes the call again.
     */
    void unknownSystemCall(long number);

    /**
     * An instruction that traps, as an undefined one does: a {@link Fault#USER_EXCEPTION} fault in
     * the middle of the program. The handler lets the thread go on behind it by an answer with
     * label 0 whose word 0, the instruction pointer, is the fault's plus 2, the length of the
     * instruction; an answer that leaves it executes the instruction again, any other label stops
     * the thread.
     *
     * @param number see {@link UserExceptionNumber}
     * @param code the trap's error code
     */
    void userException(int number, int code);

    /** The debug calls, which only the debug configuration has. */
    Debug debug();

    /**
     * Names a thread, for logs, if the configuration has {@link Debug#nameThread}; without it, or
     * with a CPtr that is no thread: nothing.
     */
    default void debugNameThread(long tcb, String name) {
        Debug debug = debug();
        if (debug.isAvailable()) {
            debug.nameThread(tcb, name);
        }
    }

    /**
     * Writes text to the debug console; lines end with a line feed. seL4: {@code
     * seL4_DebugPutString}. In every configuration, as with {@code CONFIG_PRINTING}.
     */
    void debugPutString(String text);

    /**
     * Tells whoever runs the machine something that is no text for people, with the time of {@link
     * #readClock}. No system call: nobody is preempted, no lock is taken, and no capability needed,
     * as with the semihosting of an emulator. In every configuration; nothing happens if nobody
     * listens. On real cores the time that the listener takes, on a simulated one a cycle.
     */
    void debugReport(Report report);

    // Capability handles: names for CPtrs, bound to this thread's system calls.

    default Endpoint endpoint(long cptr) {
        return new Endpoint(this, cptr);
    }

    default Notification notification(long cptr) {
        return new Notification(this, cptr);
    }

    default Reply reply(long cptr) {
        return new Reply(this, cptr);
    }

    default Tcb tcb(long cptr) {
        return new Tcb(this, cptr);
    }

    default CNode cnode(long cptr) {
        return new CNode(this, cptr);
    }

    default Untyped untyped(long cptr) {
        return new Untyped(this, cptr);
    }

    default SchedContext schedContext(long cptr) {
        return new SchedContext(this, cptr);
    }

    default SchedControl schedControl(long cptr) {
        return new SchedControl(this, cptr);
    }

    default DomainSet domainSet(long cptr) {
        return new DomainSet(this, cptr);
    }

    default Frame frame(long cptr) {
        return new Frame(this, cptr);
    }

    /** A table of the first level, with 512 small pages. */
    default PagingTable pageTable(long cptr) {
        return PagingTable.pageTable(this, cptr);
    }

    /** A table of the second level, with 512 page tables or large pages. */
    default PagingTable pageDirectory(long cptr) {
        return PagingTable.pageDirectory(this, cptr);
    }

    /** A table of the third level, with 512 page directories. */
    default PagingTable pdpt(long cptr) {
        return PagingTable.pdpt(this, cptr);
    }

    default AsidControl asidControl(long cptr) {
        return new AsidControl(this, cptr);
    }

    default AsidPool asidPool(long cptr) {
        return new AsidPool(this, cptr);
    }

    default VSpace vspace(long cptr) {
        return new VSpace(this, cptr);
    }

    default IrqControl irqControl(long cptr) {
        return new IrqControl(this, cptr);
    }

    default IrqHandler irqHandler(long cptr) {
        return new IrqHandler(this, cptr);
    }

    default SgiSignal sgiSignal(long cptr) {
        return new SgiSignal(this, cptr);
    }
}
