package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;

/**
 * Messages of every length between two threads or two processes, whatever their priorities, whoever
 * starts first, and on whichever cores they are.
 */
final class Ipc {
    private static final int MAX_LENGTH = MessageInfo.MAX_LENGTH;
    private static final int RECEIVER_PRIORITY = 100;
    private static final int LOWEST_SENDER = 98;
    private static final int HIGHEST_SENDER = 102;

    private Ipc() {}

    static Group group() {
        return new Group("IPC basics")
                .test("IPC0001", "Send and Recv", env -> pairs(env, false, SEND, RECEIVE))
                .test("IPC0002", "Call and ReplyRecv", env -> pairs(env, false, CALL, REPLY_RECV))
                .test("IPC0003", "Call, Reply and Recv", env -> pairs(env, false, CALL, SEND_REPLY))
                .test("IPC0004", "NBSend and Recv", env -> polling(env, false))
                .test("IPC0010", "a thread is suspended in a Call", Ipc::suspendInCall)
                .test(
                        "IPC0025",
                        "NBSendRecv with NBSendRecv",
                        env -> pairs(env, false, NB_SEND_RECV, NB_SEND_RECV))
                .test(
                        "IPC0026",
                        "NBSendRecv with NBSendRecv between processes",
                        env -> pairs(env, true, NB_SEND_RECV, NB_SEND_RECV))
                .test(
                        "IPC1001",
                        "Send and Recv between processes",
                        env -> pairs(env, true, SEND, RECEIVE))
                .test(
                        "IPC1002",
                        "Call and ReplyRecv between processes",
                        env -> pairs(env, true, CALL, REPLY_RECV))
                .test(
                        "IPC1003",
                        "Call, Reply and Recv between processes",
                        env -> pairs(env, true, CALL, SEND_REPLY))
                .test("IPC1004", "NBSend and Recv between processes", env -> polling(env, true));
    }

    /** One side of an exchange of messages of all lengths. */
    interface Side {
        void run(Sel4 sel4, long endpoint, long reply);
    }

    static final Side SEND =
            (sel4, endpoint, _) -> {
                Words words = new Words();
                for (int length = 0; length <= MAX_LENGTH; length++) {
                    sel4.send(endpoint, words.fill(sel4, length));
                }
            };

    static final Side NB_SEND =
            (sel4, endpoint, _) -> {
                Words words = new Words();
                for (int length = 0; length <= MAX_LENGTH; length++) {
                    sel4.nbSend(endpoint, words.fill(sel4, length));
                }
            };

    static final Side RECEIVE =
            (sel4, endpoint, reply) -> {
                Words words = new Words();
                for (int length = 0; length <= MAX_LENGTH; length++) {
                    words.check(sel4, sel4.recv(endpoint, reply), length);
                }
            };

    private static final Side NOTHING = (_, _, _) -> {};

    static final Side CALL =
            (sel4, endpoint, _) -> {
                Words there = new Words();
                Words back = new Words();
                for (int length = 0; length <= MAX_LENGTH; length++) {
                    long info = sel4.call(endpoint, there.fill(sel4, length));
                    back.check(sel4, info, length);
                }
            };

    /** Nobody is to be answered at first: then what is sent with the receive is lost. */
    static final Side REPLY_RECV =
            (sel4, endpoint, reply) -> {
                Words there = new Words();
                Words back = new Words();
                long info = MessageInfo.of(0, 0);
                for (int length = 0; length <= MAX_LENGTH; length++) {
                    info =
                            length == 0
                                    ? sel4.nbSendRecv(endpoint, info, endpoint, reply)
                                    : sel4.replyRecv(endpoint, info, reply);
                    there.check(sel4, info, length);
                    info = back.fill(sel4, length);
                }
                sel4.send(reply, info);
            };

    private static final Side SEND_REPLY =
            (sel4, endpoint, reply) -> {
                Words there = new Words();
                Words back = new Words();
                for (int length = 0; length <= MAX_LENGTH; length++) {
                    there.check(sel4, sel4.recv(endpoint, reply), length);
                    sel4.send(reply, back.fill(sel4, length));
                }
            };

    private static final Side NB_SEND_RECV =
            (sel4, endpoint, reply) -> {
                long info = MessageInfo.of(0, MAX_LENGTH);
                for (int i = 0; i <= MAX_LENGTH; i++) {
                    sel4.nbSendRecv(endpoint, info, endpoint, reply);
                }
                sel4.nbSend(endpoint, info);
            };

    private static void pairs(Environment env, boolean isProcess, Side sender, Side receiver) {
        for (int cores = 0; cores < env.cores() * env.cores(); cores++) {
            Cores places = new Cores(cores / env.cores(), cores % env.cores());
            for (int priority = LOWEST_SENDER; priority <= HIGHEST_SENDER; priority++) {
                pair(env, isProcess, places, sender, priority, receiver, true);
                pair(env, isProcess, places, sender, priority, receiver, false);
            }
        }
    }

    /** Where the two sides are. */
    private record Cores(int sender, int receiver) {}

    /** Nothing is lost if the receiver waits whenever the sender runs, which takes one core. */
    private static void polling(Environment env, boolean isProcess) {
        Cores together = new Cores(0, 0);
        for (int priority = LOWEST_SENDER; priority <= HIGHEST_SENDER; priority++) {
            Side receiver = priority < RECEIVER_PRIORITY ? RECEIVE : NOTHING;
            pair(env, isProcess, together, NB_SEND, priority, receiver, true);
            pair(env, isProcess, together, NB_SEND, priority, receiver, false);
        }
    }

    private static void pair(
            Environment env,
            boolean isProcess,
            Cores cores,
            Side sender,
            int senderPriority,
            Side receiver,
            boolean senderFirst) {
        Endpoint endpoint = env.endpoint();
        Helper a = isProcess ? env.process("sender") : env.helper("sender");
        Helper b = isProcess ? env.process("receiver") : env.helper("receiver");
        Reply replyOfA = env.reply();
        Reply replyOfB = env.reply();
        a.priority(senderPriority);
        b.priority(RECEIVER_PRIORITY);
        a.onCore(cores.sender());
        b.onCore(cores.receiver());
        HelperBody bodyOfA = body(a, sender, endpoint, replyOfA);
        HelperBody bodyOfB = body(b, receiver, endpoint, replyOfB);
        if (senderFirst) {
            a.start(bodyOfA);
            b.start(bodyOfB);
        } else {
            b.start(bodyOfB);
            a.start(bodyOfA);
        }
        a.awaitResult(0);
        b.awaitResult(0);
        a.cleanUp();
        b.cleanUp();
        env.free(replyOfA);
        env.free(replyOfB);
        env.free(endpoint);
    }

    private static HelperBody body(Helper helper, Side side, Endpoint endpoint, Reply reply) {
        long endpointCptr = helper.give(endpoint.cptr());
        long replyCptr = helper.give(reply.cptr());
        return sel4 -> {
            side.run(sel4, endpointCptr, replyCptr);
            return 0;
        };
    }

    private static void suspendInCall(Environment env) {
        long word = 0xca11;
        Endpoint endpoint = env.endpoint();
        Reply reply = env.reply();
        Helper helper = env.helper("caller");
        helper.start(
                sel4 -> {
                    sel4.ipc().mr(0, word);
                    sel4.call(endpoint.cptr(), Environment.words(1));
                    return 0;
                });
        endpoint.recv(reply);
        Check.equal(word, env.sel4.ipc().mr(0), "word of the call");
        helper.suspend();
        helper.resume();
        endpoint.recv(reply);
        Check.equal(word, env.sel4.ipc().mr(0), "word of the call made again");
        helper.suspend();
        helper.resume();
        helper.suspend();
        // The answer goes nowhere: the call is cancelled.
        reply.send(Environment.words(0));
        endpoint.nbRecv(reply);
        Check.equal(0, env.sel4.ipc().senderBadge(), "badge when nobody calls");
        helper.cleanUp();
    }
}
