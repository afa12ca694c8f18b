package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;

/** Messages from and to threads whose scheduling context is gone. */
final class IpcWithoutTime {
    private static final int SERVER_PRIORITY = 10;
    private static final int CLIENT_PRIORITY = 9;
    private static final int BELOW_ALL = 8;
    private static final long UNTOUCHED = 0x0dd;

    /** Has page tables, but no page. */
    private static final long RESERVED_ADDRESS = 0x3_0000_0000L;

    private IpcWithoutTime() {}

    static Group addTo(Group group) {
        return group.test(
                        "IPC0017",
                        "messages to a thread that has lost its time",
                        IpcWithoutTime::server)
                .test("IPC0019", "a sender's scheduling context is deleted", IpcWithoutTime::sender)
                .test(
                        "IPC0021",
                        "a fault handler runs on the faulter's time",
                        IpcWithoutTime::faultHandler)
                .test("IPC0023", "a caller's scheduling context is deleted", IpcWithoutTime::caller)
                .test(
                        "IPC0028",
                        "calls across cores (disabled upstream)",
                        Multicore::callAcrossCores)
                .onCores(2);
    }

    private static void server(Environment env) {
        Endpoint endpoint = env.endpoint();
        Endpoint ready = env.endpoint();
        Helper server = env.helper("server").priority(SERVER_PRIORITY);
        server.start(
                sel4 -> {
                    sel4.send(ready.cptr(), Environment.words(0));
                    for (int i = 0; i < 4; i++) {
                        sel4.await(endpoint.cptr());
                    }
                    return 0;
                });
        ready.await();
        server.unbindSchedContext();

        env.sel4.ipc().mr(0, UNTOUCHED);
        endpoint.nbSend(Environment.words(1));
        Check.equal(UNTOUCHED, env.sel4.ipc().mr(0), "message word 0 after NBSend");

        int[] states = new int[2];
        Helper[] clients = new Helper[2];
        for (int i = 0; i < 2; i++) {
            int index = i;
            clients[i] = env.helper("client").priority(CLIENT_PRIORITY);
            clients[i].start(
                    sel4 -> {
                        states[index] = 1;
                        sel4.send(endpoint.cptr(), Environment.words(0));
                        states[index] = 2;
                        return 0;
                    });
        }
        env.setPriority(BELOW_ALL);
        Check.equal(1, states[0], "state of client 0 before");
        Check.equal(1, states[1], "state of client 1 before");
        server.schedContext.bind(server.tcb).orThrow();
        Check.equal(2, states[0], "state of client 0 after");
        Check.equal(2, states[1], "state of client 1 after");
        endpoint.nbSend(Environment.words(0));
        endpoint.send(Environment.words(0));
        server.awaitResult(0);
        clients[0].awaitResult(0);
        clients[1].awaitResult(0);
    }

    private static void sender(Environment env) {
        long word = 0x5e7d;
        Endpoint endpoint = env.endpoint();
        int[] state = new int[1];
        Helper client = env.helper("client").priority(CLIENT_PRIORITY);
        client.start(
                sel4 -> {
                    state[0] = 1;
                    Environment.send(sel4, endpoint.cptr(), word);
                    state[0] = 2;
                    return 0;
                });
        env.letOthersRun();
        Check.equal(1, state[0], "state of the client that sends");
        client.freeSchedContext();
        long info = endpoint.await();
        Check.equal(1, MessageInfo.length(info), "length of the message");
        Check.equal(word, env.sel4.ipc().mr(0), "word of the message");
        env.letOthersRun();
        Check.equal(1, state[0], "state of the client without time");
    }

    private static void faultHandler(Environment env) {
        long word = 0xfa17;
        Endpoint faults = env.endpoint();
        Reply reply = env.reply();
        Frame frame = env.frame();
        new AddressSpace(env, env.vspace()).addTables(RESERVED_ADDRESS);
        Helper handler = env.helper("handler").priority(SERVER_PRIORITY);
        Passive.start(
                env,
                handler,
                (sel4, ready) -> {
                    long info =
                            sel4.nbSendRecv(
                                    ready, Environment.words(0), faults.cptr(), reply.cptr());
                    Check.equal(Fault.VM_FAULT, MessageInfo.label(info), "label of the fault");
                    Check.equal(RESERVED_ADDRESS, sel4.ipc().mr(1), "address of the fault");
                    sel4.frame(frame.cptr())
                            .map(
                                    sel4.vspace(InitCaps.VSPACE),
                                    RESERVED_ADDRESS,
                                    CapRights.READ_WRITE)
                            .orThrow();
                    sel4.replyRecv(faults.cptr(), Environment.words(0), reply.cptr());
                    throw new CheckFailed("a second fault");
                });
        Helper faulter = env.helper("faulter", faults).priority(CLIENT_PRIORITY);
        faulter.start(
                sel4 -> {
                    sel4.memory().putLong(RESERVED_ADDRESS, word);
                    return sel4.memory().getLong(RESERVED_ADDRESS);
                });
        faulter.awaitResult(word);
    }

    private static void caller(Environment env) {
        Endpoint endpoint = env.endpoint();
        Notification elsewhere = env.notification();
        Reply reply = env.reply();
        int[] states = new int[2];
        Helper server = env.helper("server").priority(SERVER_PRIORITY);
        Passive.start(
                env,
                server,
                (sel4, ready) -> {
                    sel4.nbSendRecv(ready, Environment.words(0), endpoint.cptr(), reply.cptr());
                    states[1] = 1;
                    sel4.await(elsewhere.cptr());
                    states[1] = 2;
                });
        Helper client = env.helper("client").priority(CLIENT_PRIORITY);
        client.start(
                sel4 -> {
                    states[0] = 1;
                    sel4.call(endpoint.cptr(), Environment.words(0));
                    states[0] = 2;
                    return 0;
                });
        env.letOthersRun();
        Check.equal(1, states[0], "state of the client that waits for an answer");
        Check.equal(1, states[1], "state of the server that holds its time");
        client.freeSchedContext();
        reply.send(Environment.words(0));
        env.letOthersRun();
        Check.equal(1, states[0], "state of the client without time");
        // Answered it was: with time of its own it goes on.
        client.schedContext = env.schedContext();
        client.schedContext.bind(client.tcb).orThrow();
        client.awaitResult(0);
    }
}
