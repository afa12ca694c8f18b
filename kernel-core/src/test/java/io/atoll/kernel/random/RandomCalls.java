package io.atoll.kernel.random;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Sel4;

import java.util.Random;

/** The random calls of one thread, and what it is answered. */
final class RandomCalls {
    /** Time passes in steps of this length. */
    static final long CLOCK_STEP_MICROS = 100;

    private static final int[] LENGTHS = {0, 0, 1, 2, 3, 4, 4, 5, 20, 120, 127};
    private static final long MAPPED_AT = RandomInvocation.MAPPED_AT;

    private final RandomSystem system;
    private final Sel4 sel4;
    private final String who;
    private final Random random;
    private final RandomInvocation invocation;

    RandomCalls(RandomSystem system, Sel4 sel4, String who, Random random) {
        this.system = system;
        this.sel4 = sel4;
        this.who = who;
        this.random = random;
        this.invocation = new RandomInvocation(system.supplies(), system, random);
    }

    private long endpoint() {
        return system.supplies().cptr(Supplies.Kind.ENDPOINT, random);
    }

    private long notification() {
        return system.supplies().cptr(Supplies.Kind.NOTIFICATION, random);
    }

    private long reply() {
        return system.supplies().cptr(Supplies.Kind.REPLY, random);
    }

    private long endpointOrNotification() {
        return random.nextInt(3) == 0 ? notification() : endpoint();
    }

    /** Takes an operation of the round; false if there is none left. */
    boolean takeOperation() {
        return system.takeOperation(random);
    }

    /** Any call; false if the program is to return instead. */
    boolean any() {
        switch (random.nextInt(50)) {
            case 0 -> system.raiseInterrupt(Supplies.FIRST_LINE + random.nextInt(12));
            case 1 -> compute(30);
            case 2 -> sel4.preemptionPoint();
            case 3 -> sel4.yieldNow();
            case 4 -> memory();
            case 5 -> throw new RandomWorker.Thrown();
            case 6 -> {
                return false;
            }
            case 7, 8, 9 -> wild();
            default -> {
                if (random.nextBoolean()) {
                    message();
                } else {
                    invocation();
                }
            }
        }
        return true;
    }

    /**
     * Lets time pass, in steps that budgets are multiples of: no call is ever made in the last
     * moments of a budget, where a fastpath, which does not look at the clock, answers otherwise.
     */
    void compute(int maxSteps) {
        sel4.compute((int) (CLOCK_STEP_MICROS * 1_000) * random.nextInt(maxSteps));
    }

    private void memory() {
        long address = MAPPED_AT + random.nextInt(5) * 4096L;
        if (random.nextBoolean()) {
            sel4.memory().putLong(address, random.nextInt());
        } else {
            system.log().add(who + " reads " + sel4.memory().getLong(address));
        }
    }

    /** Something between two messages of a stackless program, and how its event ends. */
    void event(NextSystemCall next) {
        int calls = random.nextInt(4);
        for (int i = 0; i < calls; i++) {
            if (!any()) {
                next.exit();
                return;
            }
        }
        next(next);
    }

    private void next(NextSystemCall next) {
        IpcBuffer ipc = sel4.ipc();
        switch (random.nextInt(8)) {
            case 0 -> next.recv(endpointOrNotification(), reply());
            case 1 -> next.nbSendRecv(endpointOrNotification(), info(ipc), endpoint(), reply());
            case 2 -> next.nbSendWait(endpoint(), info(ipc), endpointOrNotification());
            case 3 -> next.await(endpointOrNotification());
            case 4 -> {
                // The same again.
            }
            default -> next.replyRecv(endpoint(), info(ipc), reply());
        }
    }

    /** What came with an event. */
    void received(long info) {
        system.log().message(who, "event", info, sel4.ipc());
    }

    private void message() {
        IpcBuffer ipc = sel4.ipc();
        if (ipc.hasFrame() && random.nextBoolean()) {
            ipc.receivePath(2, system.supplies().of(Supplies.Kind.NOTHING, random), 64);
        }
        switch (random.nextInt(20)) {
            case 0 -> sel4.send(endpointOrNotification(), info(ipc));
            case 1 -> sel4.nbSend(endpointOrNotification(), info(ipc));
            case 2 -> sel4.nbSend(reply(), info(ipc));
            case 3, 4, 5, 6 -> learn("call", sel4.call(endpoint(), info(ipc)));
            case 7 -> learn("recv", sel4.recv(endpointOrNotification(), reply()));
            case 8 -> learn("nbRecv", sel4.nbRecv(endpointOrNotification(), reply()));
            case 9 -> learn("await", sel4.await(endpointOrNotification()));
            case 10 -> learn("nbAwait", sel4.nbAwait(endpointOrNotification()));
            case 11 -> {
                long sent = endpointOrNotification();
                learn("nbSendRecv", sel4.nbSendRecv(sent, info(ipc), endpoint(), reply()));
            }
            case 12 -> {
                long sent = endpointOrNotification();
                learn("nbSendWait", sel4.nbSendWait(sent, info(ipc), endpointOrNotification()));
            }
            case 13, 14 -> learn("recv", sel4.recv(endpoint(), reply()));
            default -> learn("replyRecv", sel4.replyRecv(endpoint(), info(ipc), reply()));
        }
    }

    /** Any label with any words and capabilities, sent to anything by any call. */
    private void wild() {
        IpcBuffer ipc = sel4.ipc();
        int length = random.nextInt(12);
        for (int i = 0; i < Math.min(length, ipc.capacity()); i++) {
            ipc.mr(i, wildWord());
        }
        int extraCaps = random.nextInt(4);
        for (int i = 0; ipc.hasFrame() && i < extraCaps; i++) {
            ipc.cap(i, system.supplies().any(random));
        }
        long label = random.nextInt(16) == 0 ? random.nextLong() >>> 12 : random.nextInt(72);
        long info = MessageInfo.of(label, random.nextInt(8), extraCaps, length);
        long target = system.supplies().any(random);
        system.log().begin(who, target, info, new long[0], new long[0]);
        switch (random.nextInt(8)) {
            case 0 -> sel4.send(target, info);
            case 1 -> sel4.nbSend(target, info);
            case 2 -> learn("wild", sel4.replyRecv(endpoint(), info, target));
            case 3 -> learn("wild", sel4.recv(target, system.supplies().any(random)));
            case 4 -> sel4.unknownSystemCall(random.nextInt());
            default -> learn("wild", sel4.call(target, info));
        }
    }

    private long wildWord() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> 0;
            case 2 -> -1;
            case 3 -> MAPPED_AT + random.nextInt(5) * 4096L;
            case 4 -> random.nextInt(40) == 0 ? random.nextInt(300) : 64;
            default -> system.supplies().any(random);
        };
    }

    /** For a thread that must not block. */
    void nonBlockingSend() {
        int kind = random.nextInt(3);
        long target =
                kind == 0
                        ? system.supplies().of(Supplies.Kind.REPLY, random)
                        : system.supplies().of(Supplies.Kind.ENDPOINT, random);
        sel4.nbSend(target, info(sel4.ipc()));
    }

    private void learn(String call, long info) {
        system.log().message(who, call, info, sel4.ipc());
    }

    /** A random message, in place. */
    private long info(IpcBuffer ipc) {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        for (int i = 0; i < Math.min(length, ipc.capacity()); i++) {
            ipc.mr(i, random.nextInt(1_000_000));
        }
        int extraCaps = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
        for (int i = 0; ipc.hasFrame() && i < extraCaps; i++) {
            ipc.cap(i, random.nextBoolean() ? endpoint() : system.supplies().any(random));
        }
        long label = random.nextInt(4) == 0 ? random.nextLong() >>> 12 : random.nextInt(3);
        return MessageInfo.of(label, random.nextInt(8), extraCaps, length);
    }

    /** An invocation of a kernel object. */
    void invocation() {
        long info = invocation.choose(sel4.ipc());
        long target = invocation.target();
        invocation.begin(system.log(), who, info);
        String call = "invoke " + target + " label " + MessageInfo.label(info);
        switch (random.nextInt(16)) {
            case 0 -> sel4.send(target, info);
            case 1 -> sel4.nbSend(target, info);
            case 2 -> learn(call, sel4.nbSendRecv(target, info, endpoint(), reply()));
            default -> answered(call, sel4.call(target, info));
        }
    }

    /** For a thread that must not block: only kernel objects, by CPtrs that are none of ours. */
    void invocationOfKernelObject() {
        // What is due comes before the look into the slot: nobody may fill it in between.
        sel4.preemptionPoint();
        long info = invocation.choose(sel4.ipc());
        long target = invocation.target();
        if (invocation.isSafe() && system.isKernelObject(target)) {
            invocation.begin(system.log(), who, info);
            String call = "invoke " + target + " label " + MessageInfo.label(info);
            answered(call, sel4.call(target, info));
        }
    }

    private void answered(String call, long info) {
        system.log().invocation(who, call, info, sel4.ipc());
    }
}
