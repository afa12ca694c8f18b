package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Notification;

/**
 * Each system call ten times, on something harmless. What upstream checks, that no register is
 * lost, has no meaning here; that the call returns, and with what, has.
 */
final class SystemCallsAlone {
    private static final int ROUNDS = 10;
    private static final long ROOT = InitCaps.CNODE;

    private SystemCallsAlone() {}

    private interface Call {
        void run(Sel4 sel4, Notification signalled);
    }

    static Group group() {
        long empty = MessageInfo.of(0, 0);
        long words = MessageInfo.of(0, 4);
        return new Group("Driver-level syscall tests")
                .test("SYSCALL0000", "Yield", many((sel4, _) -> sel4.yieldNow()))
                .test("SYSCALL0001", "Send", many((sel4, _) -> sel4.send(ROOT, empty)))
                .test("SYSCALL0002", "NBSend", many((sel4, _) -> sel4.nbSend(ROOT, empty)))
                .notApplicable("SYSCALL0003", "Reply", Reasons.CLASSIC)
                .test("SYSCALL0004", "Signal", many((sel4, _) -> sel4.send(ROOT, empty)))
                .test("SYSCALL0005", "Call", many((sel4, _) -> refusedCall(sel4, empty)))
                .notApplicable(
                        "SYSCALL0006", "DebugPutChar", "output of one character, by an instruction")
                .test(
                        "SYSCALL0010",
                        "Recv",
                        many((sel4, ntfn) -> heard(sel4, ntfn, () -> sel4.await(ntfn.cptr()))))
                .test(
                        "SYSCALL0011",
                        "ReplyRecv",
                        many(
                                (sel4, ntfn) ->
                                        heard(
                                                sel4,
                                                ntfn,
                                                () -> sel4.replyRecv(ntfn.cptr(), empty, 0))))
                .test(
                        "SYSCALL0012",
                        "NBRecv",
                        many((sel4, ntfn) -> heard(sel4, ntfn, () -> sel4.nbRecv(ntfn.cptr(), 0))))
                .test(
                        "SYSCALL0013",
                        "Wait",
                        many((sel4, ntfn) -> heard(sel4, ntfn, () -> sel4.await(ntfn.cptr()))))
                .test("SYSCALL0014", "SendWithMRs", many((sel4, _) -> sel4.send(ROOT, words)))
                .test("SYSCALL0015", "NBSendWithMRs", many((sel4, _) -> sel4.nbSend(ROOT, words)))
                .notApplicable("SYSCALL0016", "ReplyWithMRs", Reasons.CLASSIC)
                .test("SYSCALL0017", "CallWithMRs", many((sel4, _) -> refusedCall(sel4, words)))
                .test(
                        "SYSCALL0018",
                        "NBSendRecv",
                        many(
                                (sel4, ntfn) ->
                                        heard(
                                                sel4,
                                                ntfn,
                                                () ->
                                                        sel4.nbSendRecv(
                                                                ROOT, empty, ntfn.cptr(), 0))));
    }

    private static TestBody many(Call call) {
        return env -> {
            Notification signalled = env.badged(env.notification(), 1);
            for (int i = 0; i < ROUNDS; i++) {
                call.run(env.sel4, signalled);
            }
        };
    }

    private static void refusedCall(Sel4 sel4, long info) {
        long answer = sel4.call(ROOT, info);
        Check.equal(
                Sel4Error.ILLEGAL_OPERATION.ordinal(),
                MessageInfo.label(answer),
                "label of the answer");
    }

    /** The notification is signalled first, so that the call returns with it. */
    private static void heard(Sel4 sel4, Notification signalled, Runnable call) {
        signalled.signal();
        call.run();
        Check.equal(1, sel4.ipc().senderBadge(), "badge heard");
    }
}
