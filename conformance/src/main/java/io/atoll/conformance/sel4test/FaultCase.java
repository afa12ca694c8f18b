package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.Tcb;

import java.util.function.Consumer;

/**
 * One thread that faults and one that handles it, in all combinations: fault endpoint with and
 * without a badge, handler of lower, equal and higher priority, the faulter restarted or left.
 */
final class FaultCase {
    private static final long BADGE = 0xabababa;
    private static final int HANDLER_PRIORITY = 101;
    private static final int LOWEST_FAULTER = 100;
    private static final int HIGHEST_FAULTER = 102;

    /** Result of a faulter that was restarted. */
    static final long GOOD = 0x15bad;

    /** What a handler does with one fault. */
    interface Handler {
        /**
         * Checks the message, and prepares the faulter and the answer's words.
         *
         * @param faulter the thread that faulted, for the handler's system calls
         * @param goOn where the faulter is to go on if it is restarted
         * @return the words of an answer that restarts the faulter
         */
        int handle(Sel4 sel4, long info, Tcb faulter, UserContext goOn);

        /** The runner: looks at a faulter that was restarted and has come to its end. */
        default void checkRestarted(Environment env, Tcb faulter) {}
    }

    private final Environment env;
    private final Handler handler;
    private final boolean isProcess;

    /** Whether an answer with another label leaves the faulter stopped, or none at all. */
    private final boolean isStoppedByLabel;

    private FaultCase(
            Environment env, Handler handler, boolean isProcess, boolean isStoppedByLabel) {
        this.env = env;
        this.handler = handler;
        this.isProcess = isProcess;
        this.isStoppedByLabel = isStoppedByLabel;
    }

    /**
     * Runs all combinations.
     *
     * @param isProcess both have a CSpace and a VSpace of their own
     * @param isStoppedByLabel for faults whose answer can leave the thread stopped
     */
    static void all(
            Environment env,
            HelperBody faulting,
            Handler handler,
            boolean isProcess,
            boolean isStoppedByLabel) {
        new FaultCase(env, handler, isProcess, isStoppedByLabel)
                .all(faulter -> faulter.start(faulting));
    }

    /** As {@link #all}, for a faulter that begins at an address. */
    static void allAt(Environment env, UserContext start, Handler handler, boolean isProcess) {
        new FaultCase(env, handler, isProcess, false)
                .all(faulter -> faulter.tcb.writeRegisters(true, start).orThrow());
    }

    private void all(Consumer<Helper> start) {
        for (int priority = LOWEST_FAULTER; priority <= HIGHEST_FAULTER; priority++) {
            for (long badge : new long[] {0, BADGE}) {
                run(start, priority, badge, true);
                run(start, priority, badge, false);
            }
        }
    }

    private void run(Consumer<Helper> start, int priority, long badge, boolean isRestarted) {
        Endpoint endpoint = env.endpoint();
        Endpoint faultEndpoint = badge == 0 ? endpoint : env.badged(endpoint, badge);
        Helper faulter =
                isProcess
                        ? env.process("faulter", faultEndpoint)
                        : env.helper("faulter", faultEndpoint);
        Helper handlerThread = isProcess ? env.process("handler") : env.helper("handler");
        faulter.priority(priority);
        handlerThread.priority(HANDLER_PRIORITY);
        UserContext goOn = faulter.at(_ -> GOOD);
        Reply reply = env.reply();
        long endpointCptr = handlerThread.give(endpoint.cptr());
        long replyCptr = handlerThread.give(reply.cptr());
        long tcb = handlerThread.give(faulter.tcb.cptr());
        handlerThread.start(
                sel4 -> {
                    long info = sel4.recv(endpointCptr, replyCptr);
                    Check.equal(badge, sel4.ipc().senderBadge(), "badge at the handler");
                    int words = handler.handle(sel4, info, sel4.tcb(tcb), goOn);
                    if (isRestarted) {
                        sel4.send(replyCptr, MessageInfo.of(0, words));
                    } else if (isStoppedByLabel) {
                        sel4.send(replyCptr, MessageInfo.of(1, words));
                    }
                    return 0;
                });
        start.accept(faulter);
        handlerThread.awaitResult(0);
        if (isRestarted) {
            faulter.awaitResult(GOOD);
            handler.checkRestarted(env, faulter.tcb);
        } else {
            env.letOthersRun();
            Check.that(!faulter.hasResult(), "the faulter was not restarted");
        }
        faulter.cleanUp();
        handlerThread.cleanUp();
    }
}
