package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.coordinator.ThreadAllocator;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

/**
 * A thread reads from an address where nothing is mapped; its fault handler, the client, has it try
 * again. One operation is the answer to a fault and the next fault.
 */
public final class FaultRoundTrip extends BatchSubject {
    private static final long NOWHERE = 0x5000;
    private static final int FAULTER_PRIORITY = 50;
    private static final long RETRY = MessageInfo.of(0, 0);

    private long endpoint;
    private long reply;

    /** The only subject of its benchmark. */
    public FaultRoundTrip() {
        super("vm-fault");
    }

    @Override
    void prepare(Task task) {
        endpoint = task.objects.make(ObjectType.ENDPOINT);
        reply = task.objects.make(ObjectType.REPLY);
        Sel4 sel4 = task.sel4;
        ThreadAllocator.Started faulter =
                task.start(
                        "faulter",
                        FAULTER_PRIORITY,
                        (StackfulProgram) own -> own.memory().getLong(NOWHERE));
        sel4.tcb(faulter.tcb())
                .setSpace(
                        sel4.endpoint(endpoint),
                        task.objects.root(),
                        0,
                        sel4.vspace(InitCaps.VSPACE),
                        0)
                .orThrow();
        sel4.recv(endpoint, reply);
    }

    @Override
    void operate(Sel4 sel4, int operations) {
        for (int i = 0; i < operations; i++) {
            sel4.replyRecv(endpoint, RETRY, reply);
        }
        if (sel4.ipc().mr(1) != NOWHERE) {
            throw new ContentMismatchException(NOWHERE, "a fault at " + sel4.ipc().mr(1));
        }
    }
}
