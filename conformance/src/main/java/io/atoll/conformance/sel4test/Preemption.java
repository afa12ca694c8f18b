package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;

/** That a long operation of one thread does not keep others waiting. */
final class Preemption {
    private static final int CNODE_BITS = 12;
    private static final int MAX_CNODES = 8;
    private static final int SIGNALS_WANTED = 2;
    private static final long MIN_PERIOD_NANOS = 50_000;

    private Preemption() {}

    static Group group() {
        return new Group("Preemption")
                .test("PREEMPT_REVOKE", "a revocation is preempted", Preemption::revoke)
                .inVirtualTime(Reasons.HOW_OFTEN);
    }

    /** As many copies as it takes for the revocation to last. */
    private static void revoke(Environment env) {
        Endpoint endpoint = env.endpoint();
        for (int cnodes = 1; cnodes <= MAX_CNODES; cnodes *= 2) {
            CNode[] filled = new CNode[cnodes];
            for (int i = 0; i < cnodes; i++) {
                filled[i] = env.sel4.cnode(env.objects.make(ObjectType.CAP_TABLE, CNODE_BITS));
            }
            fill(env, endpoint, filled);
            long before = env.timer.now();
            Check.ok(env.at(endpoint).revoke());
            long nanos = env.timer.now() - before;
            for (CNode cnode : filled) {
                Check.that(env.isEmpty(cnode.slot(0, CNODE_BITS)), "the copies are gone");
            }
            fill(env, endpoint, filled);
            if (nanos / 3 >= MIN_PERIOD_NANOS
                    && signalsDuringRevoke(env, endpoint, nanos / 3) >= SIGNALS_WANTED) {
                return;
            }
            for (CNode cnode : filled) {
                env.objects.free(cnode.cptr());
            }
        }
        throw new CheckFailed(
                "a revocation is interrupted at least %d times".formatted(SIGNALS_WANTED));
    }

    private static void fill(Environment env, Endpoint endpoint, CNode[] cnodes) {
        for (CNode cnode : cnodes) {
            for (int slot = 0; slot < 1 << CNODE_BITS; slot++) {
                cnode.slot(slot, CNODE_BITS).copy(env.at(endpoint), CapRights.ALL).orThrow();
            }
        }
    }

    private static int signalsDuringRevoke(Environment env, Endpoint endpoint, long periodNanos) {
        int[] signals = new int[1];
        boolean[] revoking = new boolean[1];
        Helper counter = env.helper("counter");
        long notification = env.timer.notification.cptr();
        counter.start(
                sel4 -> {
                    while (true) {
                        sel4.await(notification);
                        signals[0] += revoking[0] ? 1 : 0;
                    }
                });
        Helper revoker = env.helper("revoker").priority(100);
        long root = env.root.cptr();
        revoker.start(
                sel4 -> {
                    revoking[0] = true;
                    Check.ok(sel4.cnode(root).slot(endpoint.cptr()).revoke());
                    revoking[0] = false;
                    return 0;
                });
        env.timer.alarmEvery(periodNanos);
        revoker.awaitResult(0);
        env.timer.reset();
        counter.cleanUp();
        revoker.cleanUp();
        return signals[0];
    }
}
