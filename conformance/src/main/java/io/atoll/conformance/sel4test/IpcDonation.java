package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;

/** Scheduling contexts that travel with calls, and threads that have none. */
final class IpcDonation {
    private static final int PROXIES = 5;
    private static final int ROUNDS = 10;
    private static final int BASE_PRIORITY = 10;
    private static final int SLOW_LENGTH = 8;
    private static final int FAST_LENGTH = 1;
    private static final long DOWN = 12345678;
    private static final long UP = 0xdeadbeefL;

    private IpcDonation() {}

    static Group addTo(Group group) {
        return group.test(
                        "IPC0011", "chain of calls, slow, equal", env -> chain(env, 0, SLOW_LENGTH))
                .test(
                        "IPC0012",
                        "chain of calls, slow, ascending",
                        env -> chain(env, 1, SLOW_LENGTH))
                .test(
                        "IPC0013",
                        "chain of calls, slow, descending",
                        env -> chain(env, -1, SLOW_LENGTH))
                .test(
                        "IPC0014",
                        "chain of calls, fast, ascending",
                        env -> chain(env, 1, FAST_LENGTH))
                .test("IPC0015", "chain of calls, fast, equal", env -> chain(env, 0, FAST_LENGTH))
                .test(
                        "IPC0016",
                        "a plain Send that replies returns the time",
                        IpcDonation::sendReply)
                .test(
                        "IPC0027",
                        "time is lent to a server of low priority",
                        IpcDonation::lowServer);
    }

    /**
     * The client's context goes down through proxies to the server and back up, round after round.
     *
     * @param step by how much each callee's priority is above its caller's
     */
    private static void chain(Environment env, int step, int length) {
        int[] counters = new int[PROXIES + 2];
        Endpoint[] endpoints = new Endpoint[PROXIES + 1];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = env.endpoint();
        }
        for (int i = 0; i < PROXIES; i++) {
            int index = i;
            long next = endpoints[i + 1].cptr();
            passive(
                    env,
                    BASE_PRIORITY + 5 * step + i * step,
                    endpoints[i],
                    counters,
                    index,
                    length,
                    sel4 -> hop(sel4, next, length));
        }
        passive(
                env,
                BASE_PRIORITY + 5 * step,
                endpoints[PROXIES],
                counters,
                PROXIES,
                length,
                _ -> {});

        Helper client = env.helper("client").priority(BASE_PRIORITY);
        client.start(
                sel4 -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        hop(sel4, endpoints[0].cptr(), length);
                        counters[PROXIES + 1]++;
                    }
                    return 0;
                });
        client.awaitResult(0);
        Check.equal(ROUNDS, counters[PROXIES + 1], "rounds of the client");
        for (int i = 0; i <= PROXIES; i++) {
            Check.equal(ROUNDS + 1, counters[i], "rounds of callee " + i);
        }
    }

    /** What a callee does before it answers. */
    private interface Work {
        void run(Sel4 sel4);
    }

    private static void hop(Sel4 sel4, long endpoint, int length) {
        sel4.ipc().mr(0, DOWN);
        sel4.call(endpoint, Environment.words(length));
        Check.equal(UP, sel4.ipc().mr(0), "the answer");
    }

    private static void passive(
            Environment env,
            int priority,
            Endpoint endpoint,
            int[] counters,
            int index,
            int length,
            Work work) {
        Reply reply = env.reply();
        Passive.start(
                env,
                env.helper("callee").priority(priority),
                (sel4, ready) -> {
                    counters[index]++;
                    sel4.nbSendRecv(ready, Environment.words(0), endpoint.cptr(), reply.cptr());
                    while (true) {
                        Check.equal(DOWN, sel4.ipc().mr(0), "the request");
                        work.run(sel4);
                        counters[index]++;
                        sel4.ipc().mr(0, UP);
                        sel4.replyRecv(endpoint.cptr(), Environment.words(length), reply.cptr());
                    }
                });
    }

    private static void sendReply(Environment env) {
        Endpoint endpoint = env.endpoint();
        Reply reply = env.reply();
        int[] served = new int[1];
        Helper server = env.helper("server").priority(BASE_PRIORITY);
        Passive.start(
                env,
                server,
                (sel4, ready) -> {
                    sel4.nbSendRecv(ready, Environment.words(0), endpoint.cptr(), reply.cptr());
                    while (true) {
                        sel4.ipc().mr(0, UP);
                        // Ends the server's time: it goes on when it is called again.
                        sel4.send(reply.cptr(), Environment.words(1));
                        served[0]++;
                        sel4.recv(endpoint.cptr(), reply.cptr());
                    }
                });
        Helper client = env.helper("client").priority(BASE_PRIORITY);
        client.start(
                sel4 -> {
                    hop(sel4, endpoint.cptr(), FAST_LENGTH);
                    return served[0];
                });
        client.awaitResult(0);
        Check.equal(0, served[0], "answers after which the server still had time");
        // Its own context lets the server reach its next receive.
        server.schedContext.bind(server.tcb).orThrow();
        env.letOthersRun();
        Check.equal(1, served[0], "answers that the server got to count");
    }

    private static void lowServer(Environment env) {
        Endpoint endpoint = env.endpoint();
        Endpoint ready = env.endpoint();
        Helper server = server(env, endpoint, ready);
        ready.await();
        server.unbindSchedContext();
        Helper client = client(env, endpoint);
        client.awaitResult(0);
        // It answered last with the client's context, which went with the answer.
        server.schedContext.bind(server.tcb).orThrow();
        server.awaitResult(0);
        server.cleanUp();
        client.cleanUp();

        Helper early = client(env, endpoint);
        env.letOthersRun();
        Helper late = server(env, endpoint, ready);
        ready.await();
        early.awaitResult(0);
        late.awaitResult(0);
    }

    private static Helper client(Environment env, Endpoint endpoint) {
        return env.helper("client")
                .priority(2)
                .start(
                        sel4 -> {
                            Ipc.CALL.run(sel4, endpoint.cptr(), 0);
                            return 0;
                        });
    }

    private static Helper server(Environment env, Endpoint endpoint, Endpoint ready) {
        Reply reply = env.reply();
        return env.helper("server")
                .priority(1)
                .start(
                        sel4 -> {
                            Words there = new Words();
                            Words back = new Words();
                            long info =
                                    sel4.nbSendRecv(
                                            ready.cptr(),
                                            Environment.words(0),
                                            endpoint.cptr(),
                                            reply.cptr());
                            for (int length = 0; length < MessageInfo.MAX_LENGTH; length++) {
                                there.check(sel4, info, length);
                                long answer = back.fill(sel4, length);
                                info = sel4.replyRecv(endpoint.cptr(), answer, reply.cptr());
                            }
                            there.check(sel4, info, MessageInfo.MAX_LENGTH);
                            sel4.send(reply.cptr(), back.fill(sel4, MessageInfo.MAX_LENGTH));
                            return 0;
                        });
    }
}
