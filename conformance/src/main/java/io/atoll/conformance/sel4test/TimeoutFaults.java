package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;

/** A budget ends, and a handler is told. */
final class TimeoutFaults {
    private static final int TIMEOUTS = 101;
    private static final int ROUNDS = 5;
    private static final long CLIENT_BUDGET_MICROS = 100_000;
    private static final long CLIENT_PERIOD_MICROS = 101_000;
    private static final long CLIENT_BADGE = 1;
    private static final long SERVER_BADGE = 2;
    private static final long PROXY_BADGE = 3;
    private static final long GAVE_UP = -1;
    private static final int PRIORITY = 10;

    private TimeoutFaults() {}

    static Group addTo(Group group) {
        return group.test("TIMEOUTFAULT0001", "the end of a budget", TimeoutFaults::spinner)
                .inVirtualTime(Reasons.HOW_LONG)
                .test(
                        "TIMEOUTFAULT0002",
                        "the client's budget ends in a server",
                        env -> server(env, false))
                .test(
                        "TIMEOUTFAULT0003",
                        "the client's budget ends behind a proxy",
                        env -> server(env, true));
    }

    private static void spinner(Environment env) {
        Endpoint timeouts = env.endpoint();
        Reply reply = env.reply();
        Helper helper = env.helper("spinner").schedParams(1_000, 2_000, CLIENT_BADGE);
        Check.ok(helper.tcb.setTimeoutEndpoint(timeouts));
        helper.start(new Counter());
        long info = timeouts.recv(reply);
        for (int i = 0; i < TIMEOUTS; i++) {
            checkTimeout(env, info);
            if (i > 0) {
                long consumed = env.sel4.ipc().mr(1);
                Check.that(
                        consumed >= 950 && consumed <= 1_050,
                        "1 ms was consumed, not %d us".formatted(consumed));
            }
            info = timeouts.replyRecv(Environment.words(0), reply);
        }
        helper.cleanUp();
    }

    private static void checkTimeout(Environment env, long info) {
        Check.equal(Fault.TIMEOUT, MessageInfo.label(info), "label of the fault");
        Check.equal(2, MessageInfo.length(info), "length of the fault");
        Check.equal(CLIENT_BADGE, env.sel4.ipc().mr(0), "badge of the scheduling context");
    }

    /** A passive thread that is called and never answers, with its re-entry after a timeout. */
    private static final class Callee {
        final Helper helper;
        final Endpoint endpoint;
        final Reply reply;
        final Endpoint ready;
        final HelperBody body;

        Callee(Environment env, String name, Endpoint timeouts, long badge, Endpoint next) {
            helper = env.helper(name).priority(PRIORITY);
            endpoint = env.endpoint();
            reply = env.reply();
            ready = env.endpoint();
            Check.ok(helper.tcb.setTimeoutEndpoint(env.badged(timeouts, badge)));
            body =
                    sel4 -> {
                        sel4.nbSendRecv(
                                ready.cptr(), Environment.words(0), endpoint.cptr(), reply.cptr());
                        if (next != null) {
                            sel4.call(next.cptr(), Environment.words(0));
                        }
                        return new Counter().run(sel4);
                    };
            helper.start(body);
            becomePassive();
        }

        private void becomePassive() {
            ready.await();
            helper.unbindSchedContext();
        }

        /** Gives the caller up, and puts the callee back to where it waits for callers. */
        void restore(Environment env, Reply fault) {
            env.sel4.ipc().mr(0, GAVE_UP);
            reply.send(Environment.words(1));
            SchedContext own = helper.schedContext;
            Check.ok(own.bind(helper.tcb));
            helper.prepare(body);
            // No words: the registers are as they were just written.
            fault.send(Environment.words(0));
            becomePassive();
        }
    }

    private static void server(Environment env, boolean hasProxy) {
        Endpoint timeouts = env.endpoint();
        Reply fault = env.reply();
        Callee server = new Callee(env, "server", timeouts, SERVER_BADGE, null);
        Callee proxy =
                hasProxy ? new Callee(env, "proxy", timeouts, PROXY_BADGE, server.endpoint) : null;
        Endpoint called = hasProxy ? proxy.endpoint : server.endpoint;
        int[] gaveUp = new int[1];
        Helper client = env.helper("client").priority(PRIORITY);
        client.schedParams(CLIENT_BUDGET_MICROS, CLIENT_PERIOD_MICROS, CLIENT_BADGE);
        client.start(
                sel4 -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        sel4.call(called.cptr(), Environment.words(0));
                        Check.equal(GAVE_UP, sel4.ipc().mr(0), "what the client is told");
                        gaveUp[0]++;
                    }
                    return 0;
                });
        for (int i = 0; i < ROUNDS; i++) {
            expect(env, timeouts, fault, SERVER_BADGE);
            server.restore(env, fault);
            if (hasProxy) {
                expect(env, timeouts, fault, PROXY_BADGE);
                proxy.restore(env, fault);
            }
        }
        client.awaitResult(0);
        Check.equal(ROUNDS, gaveUp[0], "calls that were given up");
    }

    private static void expect(
            Environment env, Endpoint timeouts, Reply fault, long endpointBadge) {
        long info = timeouts.recv(fault);
        checkTimeout(env, info);
        Check.equal(endpointBadge, env.sel4.ipc().senderBadge(), "badge of the handler endpoint");
    }
}
