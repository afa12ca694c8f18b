package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;

/** Where a scheduling context goes when the chain of calls that lent it is cut. */
final class LostChains {
    private static final long STANDSTILL_MILLIS = 200;
    private static final int PRIORITY = 10;

    private LostChains() {}

    static Group addTo(Group group) {
        return group.test(
                        "SCHED_CONTEXT_0009",
                        "deleting the reply returns the caller's context",
                        LostChains::deleteReply)
                .test(
                        "SCHED_CONTEXT_0010",
                        "a context given for good is taken from the server",
                        LostChains::unbindObject)
                .test(
                        "SCHED_CONTEXT_0011",
                        "replies are deleted along the chain",
                        LostChains::inOrder)
                .test(
                        "SCHED_CONTEXT_0012",
                        "replies are deleted out of order",
                        LostChains::outOfOrder)
                .test(
                        "SCHED_CONTEXT_0013",
                        "the context is deleted that a chain runs on",
                        LostChains::deleteContext)
                .test(
                        "SCHED_CONTEXT_0014",
                        "a context is deleted on another core",
                        Multicore::freeContextElsewhere)
                .onCores(2);
    }

    private static void deleteReply(Environment env) {
        CallChain chain = new CallChain(env, false);
        env.free(chain.serverReply);
        chain.counter.checkStands(env, STANDSTILL_MILLIS);
        chain.restartClient();
        chain.client.awaitResult(0);
    }

    private static void unbindObject(Environment env) {
        Endpoint endpoint = env.endpoint();
        Notification never = env.notification();
        Reply reply = env.reply();
        Counter counter = new Counter();
        Helper server = env.helper("server").priority(PRIORITY);
        Passive.start(
                env,
                server,
                (sel4, ready) -> {
                    sel4.nbSendRecv(ready, Environment.words(0), endpoint.cptr(), reply.cptr());
                    counter.run(sel4);
                });
        Helper client = env.helper("client").priority(PRIORITY);
        client.start(
                sel4 -> {
                    sel4.nbSendWait(endpoint.cptr(), Environment.words(0), never.cptr());
                    return 0;
                });
        counter.checkMoves(env, 10);
        Check.ok(client.schedContext.unbindObject(server.tcb));
        counter.checkStands(env, STANDSTILL_MILLIS);
        Check.ok(client.schedContext.bind(client.tcb));
        client.restartBehindCall(_ -> 0);
        client.awaitResult(0);
    }

    private static void inOrder(Environment env) {
        CallChain chain = new CallChain(env, true);
        env.free(chain.serverReply);
        chain.counter.checkStands(env, STANDSTILL_MILLIS);
        env.free(chain.proxyReply);
        chain.restartClient();
        chain.client.awaitResult(0);
    }

    private static void outOfOrder(Environment env) {
        CallChain chain = new CallChain(env, true);
        env.free(chain.proxyReply);
        env.free(chain.serverReply);
        chain.counter.checkStands(env, STANDSTILL_MILLIS);
        chain.restartClient();
        env.letOthersRun();
        Check.that(!chain.isClientFinished(), "the client has no time to go on with");
    }

    private static void deleteContext(Environment env) {
        CallChain chain = new CallChain(env, true);
        chain.client.freeSchedContext();
        chain.counter.checkStands(env, STANDSTILL_MILLIS);
        env.free(chain.serverReply);
        SchedContext fresh = env.emptySchedContext();
        Check.ok(fresh.bind(chain.proxy.tcb));
        Check.ok(env.schedControl().configure(fresh, Environment.SLICE_MICROS));
        chain.proxy.restartBehindCall(_ -> 1);
        chain.proxy.awaitResult(1);
        Check.ok(fresh.unbind());
        Check.ok(fresh.bind(chain.client.tcb));
        chain.restartClient();
        chain.client.awaitResult(0);
    }
}
