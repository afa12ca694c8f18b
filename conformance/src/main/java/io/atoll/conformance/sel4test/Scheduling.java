package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;

/** Who runs: priorities, suspending, the order in which messages are taken. */
final class Scheduling {
    private static final int COUNTER_PRIORITY = 100;
    private static final int CLIENTS = 5;
    private static final int LOWEST_CLIENT = 249;
    private static final int[] START_ORDER = {2, 0, 4, 1, 3};

    private Scheduling() {}

    static Group addTo(Group group) {
        return group.test("SCHED0000", "suspend and resume", Scheduling::suspendResume)
                .test(
                        "SCHED0002",
                        "a running thread resumes itself",
                        env -> Check.ok(env.self.resume()))
                .test("SCHED0003", "suspend and resume take effect at once", Scheduling::steps)
                .test("SCHED0004", "a thread at each priority", Scheduling::allPriorities)
                .test("SCHED0005", "a thread lowers its own authority", Scheduling::authority)
                .notApplicable("SCHED0006", "messages first in, first out", Reasons.CLASSIC)
                .test("SCHED0007", "callers are served by priority", Scheduling::callersInOrder)
                .test("SCHED0009", "waiting servers are taken by priority", Scheduling::servers)
                .test("SCHED0020", "raising a thread above its raiser", Scheduling::raise);
    }

    private static void suspendResume(Environment env) {
        Counter counter = new Counter();
        Helper helper = env.helper("counter").priority(COUNTER_PRIORITY).start(counter);
        counter.checkMoves(env, 10);
        helper.suspend();
        counter.checkStands(env, 10);
        counter.checkStands(env, 10);
        helper.resume();
        counter.checkMoves(env, 10);
    }

    private static void steps(Environment env) {
        int[] step = new int[1];
        Helper first = env.helper("first").priority(100);
        Helper spinner = env.helper("spinner").priority(101);
        Helper yielder = env.helper("yielder").priority(101);
        HelperBody yielding =
                sel4 -> {
                    while (step[0] == 0) {
                        sel4.yieldNow();
                    }
                    advance(step, 1, 2);
                    while (step[0] == 2) {
                        sel4.yieldNow();
                    }
                    advance(step, 4, 5);
                    return 0;
                };
        HelperBody spinning =
                sel4 -> {
                    advance(step, 0, 1);
                    while (step[0] == 1) {
                        sel4.compute(Counter.CYCLES_PER_COUNT);
                    }
                    Check.ok(sel4.tcb(yielder.tcb.cptr()).suspend());
                    advance(step, 2, 3);
                    Check.ok(sel4.tcb(spinner.tcb.cptr()).suspend());
                    return 0;
                };
        first.start(
                sel4 -> {
                    advance(step, 3, 4);
                    Check.ok(sel4.tcb(yielder.tcb.cptr()).resume());
                    advance(step, 5, 6);
                    return 0;
                });
        yielder.start(yielding);
        spinner.start(spinning);
        first.awaitResult(0);
        Check.equal(6, step[0], "the last step");
        yielder.awaitResult(0);
    }

    private static void advance(int[] step, int from, int to) {
        Check.equal(from, step[0], "the step before " + to);
        step[0] = to;
    }

    private static void allPriorities(Environment env) {
        int[] last = {Environment.RUNNER_PRIORITY};
        Notification done = env.notification();
        for (int i = 0; i < Environment.RUNNER_PRIORITY; i++) {
            int priority = i;
            env.helper("at-" + i)
                    .priority(priority)
                    .start(
                            sel4 -> {
                                Check.equal(last[0] - 1, priority, "the next priority to run");
                                last[0] = priority;
                                if (priority == 0) {
                                    sel4.send(done.cptr(), Environment.words(0));
                                }
                                return 0;
                            });
        }
        done.await();
        Check.equal(0, last[0], "the last priority to run");
    }

    private static void authority(Environment env) {
        Helper helper = env.helper("helper");
        Check.ok(helper.tcb.setMcPriority(env.self, 200));
        helper.priority(100);
        long tcb = helper.tcb.cptr();
        helper.start(
                sel4 -> {
                    var self = sel4.tcb(tcb);
                    Check.ok(self.setPriority(self, 200));
                    Check.answer(Sel4Error.RANGE_ERROR, self.setPriority(self, 201));
                    Check.ok(self.setMcPriority(self, 150));
                    Check.ok(self.setPriority(self, 140));
                    Check.answer(Sel4Error.RANGE_ERROR, self.setPriority(self, 151));
                    Check.ok(self.setPriority(self, 150));
                    Check.ok(self.setMcPriority(self, 100));
                    Check.answer(Sel4Error.RANGE_ERROR, self.setPriority(self, 150));
                    Check.answer(Sel4Error.RANGE_ERROR, self.setMcPriority(self, 101));
                    return 0;
                });
        helper.awaitResult(0);
        // Other authorities count, not the thread's own.
        Check.ok(helper.tcb.setPriority(env.self, 200));
    }

    private static void callersInOrder(Environment env) {
        Endpoint endpoint = env.endpoint();
        Helper[] clients = new Helper[CLIENTS];
        for (int index : START_ORDER) {
            clients[index] =
                    env.helper("client-" + index)
                            .priority(LOWEST_CLIENT + index)
                            .start(sel4 -> callOnce(sel4, endpoint.cptr(), index));
        }
        // All of them queue before the server begins.
        env.letOthersRun();
        Reply reply = env.reply();
        Helper server = env.helper("server").priority(Environment.RUNNER_PRIORITY);
        server.start(
                sel4 -> {
                    sel4.recv(endpoint.cptr(), reply.cptr());
                    for (int index = CLIENTS - 1; index >= 0; index--) {
                        Check.equal(index, sel4.ipc().mr(0), "the client served next");
                        if (index > 0) {
                            sel4.replyRecv(endpoint.cptr(), Environment.words(1), reply.cptr());
                        }
                    }
                    sel4.send(reply.cptr(), Environment.words(1));
                    return 0;
                });
        server.awaitResult(0);
        for (int index = 0; index < CLIENTS; index++) {
            clients[index].awaitResult(index);
        }
    }

    private static long callOnce(Sel4 sel4, long endpoint, long word) {
        sel4.ipc().mr(0, word);
        sel4.call(endpoint, Environment.words(1));
        return sel4.ipc().mr(0);
    }

    private static void servers(Environment env) {
        Endpoint endpoint = env.endpoint();
        Helper[] servers = new Helper[CLIENTS];
        for (int index : START_ORDER) {
            Reply reply = env.reply();
            long tag = index;
            servers[index] = env.helper("server-" + index).priority(LOWEST_CLIENT + index);
            servers[index].start(
                    sel4 -> {
                        sel4.recv(endpoint.cptr(), reply.cptr());
                        while (true) {
                            sel4.ipc().mr(0, tag);
                            sel4.replyRecv(endpoint.cptr(), Environment.words(1), reply.cptr());
                        }
                    });
        }
        env.letOthersRun();
        for (int index = CLIENTS - 1; index >= 0; index--) {
            for (int i = 0; i < 3; i++) {
                endpoint.call(Environment.words(0));
                Check.equal(index, env.sel4.ipc().mr(0), "the server that answered");
                // Answering, it waits again, and is found again.
                env.timer.sleepMillis(1);
            }
            servers[index].suspend();
        }
    }

    private static void raise(Environment env) {
        int[] state = new int[1];
        env.setPriority(Environment.HELPER_PRIORITY);
        Helper helper = env.helper("helper");
        helper.start(
                sel4 -> {
                    state[0] = 1;
                    sel4.yieldNow();
                    state[0] = 2;
                    return 0;
                });
        env.sel4.yieldNow();
        Check.equal(1, state[0], "state of the helper at equal priority");
        helper.priority(Environment.RUNNER_PRIORITY);
        Check.equal(2, state[0], "state of the helper when the runner goes on");
        env.setPriority(Environment.RUNNER_PRIORITY);
        helper.awaitResult(0);
    }
}
