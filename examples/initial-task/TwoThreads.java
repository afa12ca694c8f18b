import io.atoll.cluster.InitialTask;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.SlotRegion;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.Untyped;

/**
 * Raw seL4 calls from an initial task: untyped memory, a second thread, a badge, Call, ReplyRecv.
 *
 * <p>There is no coordinator and no system file here. The kernel starts this program with all the
 * capabilities there are, and BootInfo says where they lie.
 */
public final class TwoThreads implements InitialTask {
    private static final int SERVER_PRIORITY = 200;
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final long TIME_SLICE_MICROS = 1_000;
    private static final long BADGE = 0x42;
    private static final long SQUARE = 7;

    @Override
    public StackfulProgram of(int cluster, BootInfo bootInfo) {
        return sel4 -> new Task(sel4, bootInfo).run();
    }

    /** The initial task while it runs. */
    private static final class Task {
        private final Sel4 sel4;
        private final BootInfo bootInfo;
        private final CNode root;
        private long nextSlot;

        Task(Sel4 sel4, BootInfo bootInfo) {
            this.sel4 = sel4;
            this.bootInfo = bootInfo;
            this.root = sel4.cnode(InitCaps.CNODE);
            this.nextSlot = bootInfo.empty().start();
        }

        void run() {
            SlotRegion free = bootInfo.empty();
            print(sel4, "slots %d to %d are free".formatted(free.start(), free.end() - 1));

            long endpoint = make(ObjectType.ENDPOINT, 0);
            long reply = make(ObjectType.REPLY, 0);
            startThread(server -> serve(server, endpoint, reply));

            // Another capability to the endpoint: its badge tells the server who calls.
            long badged = nextSlot++;
            root.slot(badged).mint(root.slot(endpoint), CapRights.ALL, BADGE).orThrow();
            for (int number = 3; number <= 4; number++) {
                sel4.ipc().mr(0, number);
                sel4.call(badged, MessageInfo.of(SQUARE, 1));
                print(sel4, "client: %d squared is %d".formatted(number, sel4.ipc().mr(0)));
            }

            // Errors are the kernel's, by their names.
            print(sel4, "copy: " + root.slot(badged).copy(root.slot(endpoint), CapRights.ALL));
            // Revoking the endpoint's capability deletes what was derived from it.
            print(sel4, "revoke: " + root.slot(endpoint).revoke());
            print(sel4, "copy: " + root.slot(badged).copy(root.slot(endpoint), CapRights.ALL));
        }

        /** Makes a kernel object from untyped memory; returns the slot that names it. */
        private long make(ObjectType type, int sizeBits) {
            for (int i = 0; i < bootInfo.untypedList().size(); i++) {
                if (bootInfo.untypedList().get(i).sizeBits() >= 16) {
                    Untyped untyped = sel4.untyped(bootInfo.untyped().start() + i);
                    untyped.retype(type, sizeBits, root, nextSlot, 1).orThrow();
                    return nextSlot++;
                }
            }
            throw new IllegalStateException("no untyped of 64 KiB");
        }

        /** Starts a thread in our own CSpace and VSpace, with time of its own. */
        private void startThread(StackfulProgram program) {
            var thread = sel4.tcb(make(ObjectType.TCB, 0));
            var time = sel4.schedContext(make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS));
            var us = sel4.tcb(InitCaps.TCB);
            sel4.schedControl(bootInfo.schedControl().start())
                    .configure(time, TIME_SLICE_MICROS)
                    .orThrow();
            thread.setSpace(null, root, 0, sel4.vspace(InitCaps.VSPACE), 0).orThrow();
            thread.setSchedParams(us, SERVER_PRIORITY, SERVER_PRIORITY, time, null).orThrow();
            thread.writeRegisters(true, UserContext.at(sel4.entryPoint(program))).orThrow();
        }
    }

    /** The server: a loop around one system call, which answers and waits for the next caller. */
    private static void serve(Sel4 sel4, long endpointCptr, long replyCptr) {
        Endpoint endpoint = sel4.endpoint(endpointCptr);
        Reply reply = sel4.reply(replyCptr);
        long info = endpoint.recv(reply);
        while (true) {
            long number = sel4.ipc().mr(0);
            print(sel4, "server: badge 0x%x".formatted(sel4.ipc().senderBadge()));
            sel4.ipc().mr(0, number * number);
            info = endpoint.replyRecv(info, reply);
        }
    }

    private static void print(Sel4 sel4, String line) {
        sel4.debugPutString(line + "\n");
    }
}
