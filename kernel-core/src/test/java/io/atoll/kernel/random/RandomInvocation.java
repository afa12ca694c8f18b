package io.atoll.kernel.random;

import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.random.Supplies.Kind;

import java.util.Random;

/** Messages to kernel objects: any method, mostly with arguments that can succeed. */
final class RandomInvocation {
    static final long MAPPED_AT = 0x2000_0000L;
    private static final long BUFFER_AT = 0x1000_0000L;
    private static final int TOP_PRIORITY = 210;

    private final Supplies supplies;
    private final RandomSystem system;
    private final Random random;
    private final long[] words = new long[8];
    private final long[] caps = new long[3];
    private int wordCount;
    private int capCount;
    private long target;
    private boolean safe;

    RandomInvocation(Supplies supplies, RandomSystem system, Random random) {
        this.supplies = supplies;
        this.system = system;
        this.random = random;
    }

    /** The object to invoke. */
    long target() {
        return target;
    }

    /** Whether all capabilities can be looked up: no fault of the caller is to be expected. */
    boolean isSafe() {
        return safe;
    }

    /** Notes the invocation chosen, in case it breaks the kernel. */
    void begin(AnswerLog log, String who, long info) {
        log.begin(who, target, info, words, caps);
    }

    /** Chooses a method and its arguments, and puts them in place. */
    long choose(IpcBuffer ipc) {
        wordCount = 0;
        capCount = 0;
        int label = chooseMethod();
        if (random.nextInt(20) == 0) {
            target = supplies.cptr(Kind.values()[random.nextInt(Kind.values().length)], random);
        }
        if (random.nextInt(25) == 0) {
            wordCount = Math.max(0, wordCount - 1);
        }
        if (random.nextInt(25) == 0) {
            capCount = Math.max(0, capCount - 1);
        }
        safe = isResolvable(target);
        for (int i = 0; i < Math.min(wordCount, ipc.capacity()); i++) {
            ipc.mr(i, words[i]);
        }
        for (int i = 0; i < capCount; i++) {
            safe &= isResolvable(caps[i]);
            if (ipc.hasFrame()) {
                ipc.cap(i, caps[i]);
            }
        }
        return MessageInfo.of(label, 0, capCount, wordCount);
    }

    private static boolean isResolvable(long cptr) {
        return cptr >= 0 && cptr < 1 << RandomSystem.ROOT_BITS;
    }

    private int chooseMethod() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> retype();
            case 2, 3, 4 -> cnode();
            case 5, 6 -> thread();
            case 7 -> schedContext();
            case 8 -> random.nextInt(3) == 0 ? paging() : frame();
            default -> random.nextInt(12) == 0 ? nonsense() : interrupt();
        };
    }

    private int retype() {
        target = supplies.cptr(Kind.UNTYPED, random);
        words(random.nextInt(ObjectType.COUNT + 1));
        words(random.nextInt(10) == 0 ? random.nextInt(70) : random.nextInt(10));
        if (random.nextInt(5) == 0) {
            words(supplies.cptr(Kind.CNODE, random), 64, random.nextInt(9));
        } else {
            words(0, 0, supplies.any(random));
        }
        words(random.nextInt(12) == 0 ? random.nextInt(300) : 1 + random.nextInt(3));
        caps(root());
        return InvocationLabel.UNTYPED_RETYPE;
    }

    private int cnode() {
        int label =
                switch (random.nextInt(12)) {
                    case 0 -> InvocationLabel.CNODE_REVOKE;
                    case 1, 2 -> InvocationLabel.CNODE_DELETE;
                    case 3 -> InvocationLabel.CNODE_CANCEL_BADGED_SENDS;
                    case 4, 5 -> InvocationLabel.CNODE_COPY;
                    case 6, 7 -> InvocationLabel.CNODE_MINT;
                    case 8, 9 -> InvocationLabel.CNODE_MOVE;
                    case 10 -> InvocationLabel.CNODE_MUTATE;
                    default -> InvocationLabel.CNODE_ROTATE;
                };
        target = slot();
        if (label == InvocationLabel.CNODE_ROTATE) {
            words(data());
            caps(slot());
            words(data());
            caps(slot());
        } else if (label >= InvocationLabel.CNODE_COPY) {
            caps(slot());
            if (label == InvocationLabel.CNODE_COPY || label == InvocationLabel.CNODE_MINT) {
                words(random.nextInt(3) == 0 ? random.nextInt(16) : 15);
            }
            words(data());
        }
        return label;
    }

    /** Words for a slot's index and depth; the answer is its root. */
    private long slot() {
        if (random.nextInt(4) == 0) {
            // Not 64: through the root that would be one of the slots that the test itself needs.
            words(random.nextInt(8), random.nextInt(10) == 0 ? random.nextInt(64) : 3);
            return supplies.cptr(Kind.CNODE, random);
        }
        words(supplies.any(random), 64);
        return root();
    }

    private long root() {
        return random.nextInt(5) == 0 ? supplies.cptr(Kind.CNODE, random) : InitCaps.CNODE;
    }

    /** A badge, or a guard. */
    private long data() {
        return switch (random.nextInt(4)) {
            case 0 -> CNodeCapData.of(0, 61);
            case 1 -> CNodeCapData.of(random.nextInt(4), random.nextInt(64));
            default -> random.nextInt(8);
        };
    }

    private int thread() {
        target = supplies.cptr(Kind.THREAD, random);
        if (random.nextInt(3) > 0) {
            target = system.thread(random);
        }
        switch (random.nextInt(14)) {
            case 13 -> {
                caps(handler());
                return InvocationLabel.TCB_SET_TIMEOUT_ENDPOINT;
            }
            case 0 -> {
                words(random.nextInt(2), random.nextInt(22));
                return InvocationLabel.TCB_READ_REGISTERS;
            }
            case 1 -> {
                words(random.nextInt(2), random.nextInt(3));
                words(random.nextInt(8) == 0 ? random.nextInt() : system.entryPoint(random));
                words(random.nextInt());
                return InvocationLabel.TCB_WRITE_REGISTERS;
            }
            case 2 -> {
                words(random.nextInt(4) == 0 ? data() : 0, 0, buffer());
                caps(root(), vspace(), supplies.cptr(Kind.FRAME, random));
                return InvocationLabel.TCB_CONFIGURE;
            }
            case 3 -> {
                words(priority());
                caps(supplies.cptr(Kind.THREAD, random));
                return random.nextBoolean()
                        ? InvocationLabel.TCB_SET_PRIORITY
                        : InvocationLabel.TCB_SET_MC_PRIORITY;
            }
            case 4, 5 -> {
                words(priority(), priority());
                caps(system.thread(random), schedContextOrNone(), handler());
                return InvocationLabel.TCB_SET_SCHED_PARAMS;
            }
            case 6 -> {
                words(buffer());
                caps(supplies.cptr(Kind.FRAME, random));
                return InvocationLabel.TCB_SET_IPC_BUFFER;
            }
            case 7 -> {
                words(random.nextInt(4) == 0 ? data() : 0, 0);
                caps(handler(), root(), vspace());
                return InvocationLabel.TCB_SET_SPACE;
            }
            case 8 -> {
                return InvocationLabel.TCB_SUSPEND;
            }
            case 9, 10 -> {
                return InvocationLabel.TCB_RESUME;
            }
            case 11 -> {
                caps(supplies.cptr(Kind.NOTIFICATION, random));
                return InvocationLabel.TCB_BIND_NOTIFICATION;
            }
            default -> {
                return InvocationLabel.TCB_UNBIND_NOTIFICATION;
            }
        }
    }

    private long priority() {
        return random.nextInt(TOP_PRIORITY);
    }

    private long buffer() {
        return random.nextInt(4) == 0 ? 512L * random.nextInt(4) : BUFFER_AT;
    }

    private long vspace() {
        return random.nextInt(4) == 0 ? supplies.cptr(Kind.VSPACE, random) : InitCaps.VSPACE;
    }

    private long schedContextOrNone() {
        return random.nextInt(4) == 0 ? 0 : supplies.cptr(Kind.SCHED_CONTEXT, random);
    }

    private long handler() {
        return random.nextInt(4) == 0 ? 0 : supplies.cptr(Kind.ENDPOINT, random);
    }

    private int schedContext() {
        if (random.nextInt(4) == 0) {
            target = system.schedControl();
            // Multiples of the steps of the clock: see RandomCalls.compute.
            long budget = RandomCalls.CLOCK_STEP_MICROS * random.nextInt(30);
            long longer = RandomCalls.CLOCK_STEP_MICROS * random.nextInt(60);
            words(budget, random.nextInt(3) == 0 ? budget : longer);
            words(random.nextInt(10), random.nextInt(100), random.nextInt(2));
            caps(supplies.cptr(Kind.SCHED_CONTEXT, random));
            return InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS;
        }
        target = supplies.cptr(Kind.SCHED_CONTEXT, random);
        caps(
                random.nextInt(3) == 0
                        ? supplies.cptr(Kind.NOTIFICATION, random)
                        : random.nextBoolean()
                                ? system.thread(random)
                                : supplies.cptr(Kind.THREAD, random));
        return switch (random.nextInt(8)) {
            case 0 -> InvocationLabel.SCHED_CONTEXT_UNBIND;
            case 1 -> InvocationLabel.SCHED_CONTEXT_UNBIND_OBJECT;
            case 2 -> InvocationLabel.SCHED_CONTEXT_CONSUMED;
            case 3 -> InvocationLabel.SCHED_CONTEXT_YIELD_TO;
            default -> InvocationLabel.SCHED_CONTEXT_BIND;
        };
    }

    private int frame() {
        target = supplies.cptr(Kind.FRAME, random);
        return switch (random.nextInt(5)) {
            case 0 -> InvocationLabel.PAGE_UNMAP;
            case 1 -> InvocationLabel.PAGE_GET_ADDRESS;
            default -> {
                long offset = random.nextInt(10) == 0 ? 2048 : 0;
                words(MAPPED_AT + random.nextInt(4) * 4096L + offset, random.nextInt(4), 0);
                caps(vspace());
                yield InvocationLabel.PAGE_MAP;
            }
        };
    }

    private int paging() {
        switch (random.nextInt(6)) {
            case 0 -> {
                target = supplies.cptr(Kind.ASID_POOL, random);
                caps(supplies.cptr(Kind.VSPACE, random));
                return InvocationLabel.ASID_POOL_ASSIGN;
            }
            case 1 -> {
                target = InitCaps.ASID_CONTROL;
                words(supplies.any(random), 64);
                caps(supplies.cptr(Kind.UNTYPED, random), root());
                return InvocationLabel.ASID_CONTROL_MAKE_POOL;
            }
            default -> {
                target = supplies.cptr(Kind.PAGING_TABLE, random);
                words(MAPPED_AT + random.nextInt(4) * (1L << 20), 0);
                caps(vspace());
                return InvocationLabel.PDPT_MAP + random.nextInt(6);
            }
        }
    }

    private int interrupt() {
        target = supplies.cptr(Kind.IRQ_HANDLER, random);
        switch (random.nextInt(6)) {
            case 0 -> {
                return InvocationLabel.IRQ_CLEAR_IRQ_HANDLER;
            }
            case 1 -> {
                caps(supplies.cptr(Kind.NOTIFICATION, random));
                return InvocationLabel.IRQ_SET_IRQ_HANDLER;
            }
            case 2 -> {
                target = InitCaps.IRQ_CONTROL;
                words(Supplies.FIRST_LINE + random.nextInt(12), supplies.any(random), 64);
                caps(root());
                return random.nextInt(8) == 0
                        ? InvocationLabel.IRQ_ISSUE_IRQ_HANDLER
                        : InvocationLabel.IRQ_ISSUE_LINE;
            }
            case 3 -> {
                target = InitCaps.IRQ_CONTROL;
                words(Supplies.FIRST_LINE + random.nextInt(12), random.nextInt(3));
                words(supplies.any(random), 64);
                caps(root());
                return InvocationLabel.IRQ_ISSUE_SGI_SIGNAL;
            }
            default -> {
                return InvocationLabel.IRQ_ACK_IRQ;
            }
        }
    }

    private int nonsense() {
        target = supplies.any(random);
        words(random.nextInt(), random.nextInt(), random.nextInt());
        caps(supplies.any(random), supplies.any(random));
        return random.nextInt(70);
    }

    private void words(long... added) {
        for (long word : added) {
            words[wordCount++] = word;
        }
    }

    private void caps(long... added) {
        for (long cptr : added) {
            caps[capCount++] = cptr;
        }
    }
}
