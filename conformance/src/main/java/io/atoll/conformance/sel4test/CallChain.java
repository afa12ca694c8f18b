package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;

/**
 * A client has called a passive server, directly or through a passive proxy, and the server counts
 * on the client's scheduling context.
 */
final class CallChain {
    private static final int PRIORITY = 10;

    final Counter counter = new Counter();
    final Helper client;
    final Helper server;

    /** Null in a chain of two. */
    final Helper proxy;

    /** Holds the server's caller. */
    final Reply serverReply;

    /** Holds the proxy's caller. */
    final Reply proxyReply;

    private boolean clientFinished;

    CallChain(Environment env, boolean hasProxy) {
        Endpoint serverEndpoint = env.endpoint();
        serverReply = env.reply();
        server = passive(env, "server");
        Passive.start(
                env,
                server,
                (sel4, ready) -> {
                    sel4.nbSendRecv(
                            ready, Environment.words(0), serverEndpoint.cptr(), serverReply.cptr());
                    counter.run(sel4);
                });
        long called = serverEndpoint.cptr();
        if (hasProxy) {
            Endpoint proxyEndpoint = env.endpoint();
            proxyReply = env.reply();
            proxy = passive(env, "proxy");
            Passive.start(
                    env,
                    proxy,
                    (sel4, ready) -> {
                        sel4.nbSendRecv(
                                ready,
                                Environment.words(0),
                                proxyEndpoint.cptr(),
                                proxyReply.cptr());
                        sel4.call(serverEndpoint.cptr(), Environment.words(0));
                    });
            called = proxyEndpoint.cptr();
        } else {
            proxyReply = null;
            proxy = null;
        }
        long destination = called;
        client = env.helper("client").priority(PRIORITY);
        client.start(
                sel4 -> {
                    sel4.call(destination, Environment.words(0));
                    return 0;
                });
        counter.checkMoves(env, 10);
    }

    private static Helper passive(Environment env, String name) {
        return env.helper(name).priority(PRIORITY);
    }

    /** The client goes on behind its call, if it has time to. */
    void restartClient() {
        client.restartBehindCall(
                _ -> {
                    clientFinished = true;
                    return 0;
                });
    }

    boolean isClientFinished() {
        return clientFinished;
    }
}
