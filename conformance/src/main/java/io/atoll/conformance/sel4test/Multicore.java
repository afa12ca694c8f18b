package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;

import java.util.ArrayList;
import java.util.List;

/** Threads on other cores than the runner's. */
final class Multicore {
    private static final int COUNTER_PRIORITY = 100;
    private static final long LOOK_MILLIS = 10;
    private static final int MAPPING_ROUNDS = 20;
    private static final int YIELD_ROUNDS = 2;
    private static final int CALLS = 10;

    /** Word of the address in the message of a memory fault. */
    private static final int FAULT_ADDRESS = 1;

    private static final int SERVER_PRIORITY = 10;
    private static final long SMALL_BUDGET_MICROS = 20;
    private static final long PERIOD_MICROS = 10_000;

    /** Has page tables in every address space that shares the page. */
    private static final long SHARED_ADDRESS = 0x3_0000_0000L;

    private Multicore() {}

    static Group group() {
        return new Group("Multicore")
                .test(
                        "MULTICORE0001",
                        "suspend and resume on another core",
                        Multicore::suspendAndResume)
                .onCores(2)
                .test("MULTICORE0002", "a thread runs on every core", Multicore::runOnEveryCore)
                .onCores(2)
                .test("MULTICORE0003", "mappings across cores", Multicore::unmap)
                .onCores(2)
                .test("MULTICORE0004", "lock and interrupt stress", Multicore::yieldForever)
                .onCores(2)
                .test(
                        "MULTICORE0005",
                        "a remote running thread is deleted",
                        Multicore::deleteRunning)
                .onCores(2);
    }

    private static Helper counting(Environment env, Counter counter) {
        return env.helper("counter").priority(COUNTER_PRIORITY).start(counter);
    }

    private static void suspendAndResume(Environment env) {
        Counter counter = new Counter();
        Helper helper = counting(env, counter);
        counter.checkMoves(env, LOOK_MILLIS);

        helper.suspend();
        helper.onCore(1);
        counter.checkStands(env, LOOK_MILLIS);
        helper.resume();
        counter.checkMoves(env, LOOK_MILLIS);
        helper.suspend();
        awaitOthersTurn(env, 1);
        counter.checkStands(env, LOOK_MILLIS);
        helper.cleanUp();
    }

    /**
     * A thread that was stopped while it ran on another core goes on there up to its next system
     * call or preemption point. When one of lower priority has run, it has come to it.
     */
    private static void awaitOthersTurn(Environment env, int core) {
        Helper other = env.helper("other").priority(COUNTER_PRIORITY - 1).onCore(core);
        other.start(_ -> 0);
        other.awaitResult(0);
        other.cleanUp();
    }

    private static void runOnEveryCore(Environment env) {
        Counter counter = new Counter();
        Helper helper = counting(env, counter);
        long before = counter.count();
        env.timer.sleepBusyMillis(LOOK_MILLIS);
        Check.equal(before, counter.count(), "the counter while the runner is busy on its core");
        for (int core = 1; core < env.cores(); core++) {
            helper.onCore(core);
            before = counter.count();
            for (int look = 0; look < env.looks() && counter.count() == before; look++) {
                env.timer.sleepBusyMillis(LOOK_MILLIS);
            }
            Check.that(counter.count() > before, "it counts on core " + core);
        }
        helper.cleanUp();
    }

    /** A page is unmapped under a thread that writes to it on another core. */
    private static void unmap(Environment env) {
        int lastCore = env.cores() - 1;
        for (int round = 0; round < MAPPING_ROUNDS; round++) {
            boolean isProcess = round % 2 != 0;
            Endpoint faults = env.endpoint();
            Reply reply = env.reply();
            Notification writing = env.notification();
            Helper writer;
            AddressSpace space;
            if (isProcess) {
                HelperProcess process = env.process("writer", faults);
                writer = process;
                space = new AddressSpace(env, process.vspace);
            } else {
                writer = env.helper("writer", faults);
                space = new AddressSpace(env, env.vspace());
            }
            Frame original = env.frame();
            Frame shared = env.sel4.frame(env.copy(original.cptr(), CapRights.ALL));
            space.map(shared, SHARED_ADDRESS);
            writer.onCore(lastCore);
            long[] written = new long[1];
            long writingCptr = writer.give(writing.cptr());
            Helper handler = env.helper("handler").onCore(1);
            handler.start(
                    sel4 -> {
                        long info = sel4.recv(faults.cptr(), reply.cptr());
                        Check.equal(Fault.VM_FAULT, MessageInfo.label(info), "label of the fault");
                        return sel4.ipc().mr(FAULT_ADDRESS);
                    });
            writer.start(
                    sel4 -> {
                        sel4.notification(writingCptr).signal();
                        while (true) {
                            sel4.memory().putLong(SHARED_ADDRESS, ++written[0]);
                            sel4.compute(Counter.CYCLES_PER_COUNT);
                        }
                    });
            writing.await();
            env.timer.sleepMillis(1);
            Check.that(!handler.hasResult(), "nothing faults while the page is mapped");
            Check.ok(shared.unmap());
            handler.awaitResult(SHARED_ADDRESS);
            handler.cleanUp();
            writer.cleanUp();
            Check.ok(env.at(shared).delete());
            for (var object : List.of(original, writing, reply, faults)) {
                env.free(object);
            }
        }
    }

    private static void yieldForever(Environment env) {
        for (int round = 0; round < YIELD_ROUNDS; round++) {
            yieldOnAllCores(env);
        }
    }

    private static void yieldOnAllCores(Environment env) {
        List<Helper> helpers = new ArrayList<>();
        for (int core = 1; core < env.cores(); core++) {
            helpers.add(
                    env.helper("yielding")
                            .onCore(core)
                            .start(
                                    sel4 -> {
                                        while (true) {
                                            sel4.yieldNow();
                                        }
                                    }));
        }
        env.timer.sleepMillis(LOOK_MILLIS);
        helpers.forEach(Helper::cleanUp);
    }

    private static void deleteRunning(Environment env) {
        Counter counter = new Counter();
        Helper helper = counting(env, counter);
        helper.onCore(1);
        counter.checkMoves(env, LOOK_MILLIS);
        helper.cleanUp();
        awaitOthersTurn(env, 1);
        counter.checkStands(env, LOOK_MILLIS);
    }

    /** IPC0028: who calls a passive server lends it its time, and so its core. */
    static void callAcrossCores(Environment env) {
        Endpoint endpoint = env.endpoint();
        Reply reply = env.reply();
        int[] served = new int[1];
        Helper server = env.helper("server").priority(SERVER_PRIORITY);
        Passive.start(
                env,
                server,
                (sel4, ready) -> {
                    sel4.nbSendRecv(ready, Environment.words(0), endpoint.cptr(), reply.cptr());
                    while (true) {
                        served[0]++;
                        sel4.replyRecv(endpoint.cptr(), Environment.words(0), reply.cptr());
                    }
                });
        List<Helper> clients = new ArrayList<>();
        for (int core = 1; core < env.cores(); core++) {
            Helper client = env.helper("client").priority(SERVER_PRIORITY).onCore(core);
            clients.add(client);
            client.start(
                    sel4 -> {
                        for (int i = 0; i < CALLS; i++) {
                            sel4.call(endpoint.cptr(), Environment.words(0));
                        }
                        return 0;
                    });
        }
        for (Helper client : clients) {
            client.awaitResult(0);
        }
        Check.equal(CALLS * (env.cores() - 1), served[0], "calls that were served");
    }

    /** SCHED_CONTEXT_0014: the budget ends again and again where the context is freed. */
    static void freeContextElsewhere(Environment env) {
        Counter counter = new Counter();
        Helper helper = env.helper("counter").priority(COUNTER_PRIORITY);
        helper.onCore(env.cores() - 1);
        helper.schedParams(SMALL_BUDGET_MICROS, PERIOD_MICROS, 0);
        helper.start(counter);
        counter.checkMoves(env, 5 * LOOK_MILLIS);
        helper.freeSchedContext();
        awaitOthersTurn(env, env.cores() - 1);
        counter.checkStands(env, 5 * LOOK_MILLIS);
    }

    /** SCHED0022: a thread takes itself to another core and back. */
    static void moveOneself(Environment env) {
        Endpoint endpoint = env.endpoint();
        Helper helper = env.helper("mover");
        helper.start(
                sel4 -> {
                    SchedContext context = sel4.schedContext(helper.schedContext.cptr());
                    long there = move(env, sel4, context, 1);
                    long back = move(env, sel4, context, 0);
                    sel4.ipc().mr(0, there);
                    sel4.ipc().mr(1, back);
                    sel4.send(endpoint.cptr(), Environment.words(2));
                    return 0;
                });
        endpoint.await();
        Check.equal(0, env.sel4.ipc().mr(0), "the answer to moving to core 1");
        Check.equal(0, env.sel4.ipc().mr(1), "the answer to moving back to core 0");
        helper.awaitResult(0);
    }

    private static long move(Environment env, Sel4 sel4, SchedContext context, int core) {
        return sel4.schedControl(env.schedControlCptr(core))
                .configure(context, PERIOD_MICROS, PERIOD_MICROS, 0, 0, 0)
                .ordinal();
    }
}
