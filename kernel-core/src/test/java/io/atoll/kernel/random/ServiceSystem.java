package io.atoll.kernel.random;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.UserExceptionNumber;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random program that stays where the fastpaths are: clients with time of their own call passive
 * servers with short messages, servers call further servers and answer with ReplyRecv, and all of
 * them signal and poll. Now and then something keeps a fastpath from being taken: a long message, a
 * missing right, a fault, a signal to a bound notification, a better thread, budgets that end.
 *
 * <pre>
 *   clients ---> server 0 ---> server 1 ---> server 2 ---> server 3
 * </pre>
 *
 * The initial task, above them all, cuts the work into rounds.
 */
final class ServiceSystem {
    private static final int SERVERS = 4;
    private static final int CLIENTS = 5;
    private static final int ROUNDS = 40;
    private static final int OPERATIONS_OF_A_ROUND = 60;
    private static final int TOP_PRIORITY = 60;

    /**
     * Budgets, and what clients and servers compute, are multiples of this. So a call is never made
     * in the last moments of a budget, too few for a kernel entry: there a fastpath, which as in
     * seL4 does not look at the clock, goes on where the slow path ends the budget.
     */
    private static final int STEP_MICROS = 50;

    /** So many of the rights below are all. */
    private static final int FULL_RIGHTS = 3;

    private static final CapRights[] RIGHTS = {
        CapRights.ALL,
        CapRights.ALL,
        CapRights.ALL,
        CapRights.of(true, false, false, true),
        CapRights.of(false, false, false, true),
        CapRights.of(false, true, true, false),
    };

    private final TestImage image;
    private final Random random;
    private final AnswerLog log = new AnswerLog();
    private final long[][] services = new long[SERVERS][RIGHTS.length];
    private final long[] signals = new long[SERVERS * 2];
    private final long[] polls = new long[SERVERS];
    private final List<Tcb> servers = new ArrayList<>();
    private final List<Program> serverPrograms = new ArrayList<>();
    private final List<Tcb> clients = new ArrayList<>();
    private final List<Program> clientPrograms = new ArrayList<>();
    private World world;
    private Notification rest;
    private SchedContext borrowed;
    private int left;

    ServiceSystem(KernelConfig config, long seed) {
        image = new TestImage(config).checkingSwitchesOnly();
        random = new Random(seed);
    }

    List<String> run() {
        image.run(this::initialTask);
        return log.lines();
    }

    private void initialTask(World made) {
        world = made;
        rest = world.notification();
        borrowed = world.schedContext();
        for (int i = SERVERS - 1; i >= 0; i--) {
            serve(i);
        }
        for (int i = 0; i < CLIENTS; i++) {
            client(i);
        }
        for (int round = 0; round < ROUNDS; round++) {
            left = OPERATIONS_OF_A_ROUND;
            for (int i = 0; i < CLIENTS; i++) {
                rest.signal();
            }
            world.letOthersRun();
            world.sel4.compute(random.nextInt(3_000_000));
            disturb();
        }
    }

    private void disturb() {
        Tcb client = clients.get(random.nextInt(CLIENTS));
        switch (random.nextInt(6)) {
            case 0 -> client.suspend().orThrow();
            case 1 -> client.setPriority(world.self(), priority()).orThrow();
            case 2 -> servers.get(random.nextInt(SERVERS)).setPriority(world.self(), priority());
            default -> {
                // Nothing.
            }
        }
        for (int i = 0; i < SERVERS; i++) {
            if (random.nextInt(4) == 0) {
                restart(i);
            }
        }
        for (int i = 0; i < CLIENTS; i++) {
            // Not resumed: one whose call is repeated may have to wait for the event that served
            // it on its stack, which is no difference of the answers.
            begin(clients.get(i), clientPrograms.get(i));
        }
    }

    /** Out of a call that will never be answered, for example. */
    private void begin(Tcb thread, Program program) {
        thread.writeRegisters(true, UserContext.at(world.sel4.entryPoint(program))).orThrow();
    }

    private int priority() {
        return TOP_PRIORITY - random.nextInt(4);
    }

    /** Whoever called it gets no answer. */
    private void restart(int server) {
        Tcb thread = servers.get(server);
        thread.suspend().orThrow();
        borrowed.bind(thread);
        begin(thread, serverPrograms.get(server));
        world.letOthersRun();
        borrowed.unbind().orThrow();
    }

    private void serve(int index) {
        Endpoint endpoint = world.endpoint();
        Notification bound = world.notification();
        Notification free = world.notification();
        for (int i = 0; i < RIGHTS.length; i++) {
            services[index][i] = world.mint(endpoint, RIGHTS[i], 0x10 * index + i + 1);
        }
        signals[2 * index] = world.mint(bound, CapRights.ALL, 1L << index);
        CapRights rights = CapRights.of(false, false, true, random.nextInt(4) > 0);
        signals[2 * index + 1] = world.mint(free, rights, 1L << index);
        // To poll what is bound to somebody else is a fault.
        polls[index] = random.nextInt(16) == 0 ? bound.cptr() : free.cptr();
        Server server = new Server(index, endpoint, world.reply(), new Random(random.nextLong()));
        Program program = random.nextBoolean() ? server.stackful() : server;
        Tcb thread = world.startPassive("server" + index, priority(), program);
        thread.bindNotification(bound).orThrow();
        servers.addFirst(thread);
        serverPrograms.addFirst(program);
    }

    private void client(int index) {
        Calls calls = new Calls("client" + index, -1, new Random(random.nextLong()));
        StackfulProgram program =
                sel4 -> {
                    calls.sel4 = sel4;
                    while (true) {
                        if (left-- > 0) {
                            calls.any();
                        } else {
                            sel4.await(rest.cptr());
                        }
                    }
                };
        Tcb thread = world.passiveThread(calls.who, priority(), program);
        SchedContext time = world.schedContext();
        if (random.nextBoolean()) {
            long budget = STEP_MICROS * (2 + random.nextInt(18));
            long period = budget * (1 + random.nextInt(3));
            int flags = random.nextInt(2);
            world.schedControl().configure(time, budget, period, 2, index, flags).orThrow();
        }
        Endpoint handler = world.sel4.endpoint(services[random.nextInt(SERVERS)][0]);
        thread.setSchedParams(world.self(), 0, priority(), time, handler).orThrow();
        thread.resume().orThrow();
        clients.add(thread);
        clientPrograms.add(program);
    }

    /** What clients do, and servers between a message and its answer. */
    private final class Calls {
        private final String who;
        private final int level;
        private final Random random;
        private Sel4 sel4;

        /**
         * @param level only servers above this are called: nobody waits for himself
         */
        private Calls(String who, int level, Random random) {
            this.who = who;
            this.level = level;
            this.random = random;
        }

        private void any() {
            switch (random.nextInt(16)) {
                case 0, 1 -> sel4.notification(signals[random.nextInt(signals.length)]).signal();
                case 2 -> learn("poll", sel4.nbAwait(polls[random.nextInt(SERVERS)]));
                case 3 -> sel4.compute(STEP_MICROS * 1_000 * random.nextInt(5));
                case 4 -> sel4.yieldNow();
                case 5 -> sel4.nbSend(service(), message());
                case 6 -> fault();
                default -> {
                    if (level < SERVERS - 1) {
                        learn("call", sel4.call(service(), message()));
                    }
                }
            }
        }

        /** Servers have no fault handler. */
        private void fault() {
            if (level >= 0) {
                return;
            }
            if (random.nextBoolean()) {
                sel4.userException(UserExceptionNumber.UNDEFINED, 0);
            } else {
                sel4.unknownSystemCall(random.nextInt(100));
            }
            log.add(who + " goes on");
        }

        private long service() {
            int server = level + 1 + random.nextInt(Math.max(1, SERVERS - 1 - level));
            return services[Math.min(server, SERVERS - 1)][right()];
        }

        /** Mostly all: a call that nobody may answer ends what its caller does in this round. */
        private int right() {
            return random.nextInt(8) == 0
                    ? random.nextInt(RIGHTS.length)
                    : random.nextInt(FULL_RIGHTS);
        }

        private long message() {
            IpcBuffer ipc = sel4.ipc();
            int length = random.nextInt(12) == 0 ? 5 + random.nextInt(20) : random.nextInt(5);
            for (int i = 0; i < length; i++) {
                ipc.mr(i, random.nextInt());
            }
            int caps = random.nextInt(16) == 0 ? 1 : 0;
            ipc.cap(0, services[0][0]);
            return MessageInfo.of(random.nextInt(1_000) + 16, 0, caps, length);
        }

        private void learn(String call, long info) {
            log.message(who, call, info, sel4.ipc());
        }
    }

    /** A passive server, in either style of execution. */
    private final class Server implements StacklessProgram {
        private final Endpoint endpoint;
        private final Reply reply;
        private final Calls calls;

        private Server(int index, Endpoint endpoint, Reply reply, Random random) {
            this.endpoint = endpoint;
            this.reply = reply;
            this.calls = new Calls("server" + index, index, random);
        }

        private StackfulProgram stackful() {
            return sel4 -> {
                calls.sel4 = sel4;
                long info = sel4.recv(endpoint.cptr(), reply.cptr());
                while (true) {
                    if (repeatsIfAnswered(info)) {
                        info = sel4.recv(endpoint.cptr(), reply.cptr());
                        continue;
                    }
                    long answer = handle(info);
                    if (calls.random.nextInt(8) == 0) {
                        sel4.nbSend(reply.cptr(), answer);
                        info = sel4.recv(endpoint.cptr(), reply.cptr());
                    } else {
                        info = sel4.replyRecv(endpoint.cptr(), answer, reply.cptr());
                    }
                }
            };
        }

        @Override
        public void start(Sel4 sel4, NextSystemCall next) {
            calls.sel4 = sel4;
            next.recv(endpoint.cptr(), reply.cptr());
        }

        @Override
        public void message(long badge, long info, NextSystemCall next) {
            if (repeatsIfAnswered(info)) {
                next.recv(endpoint.cptr(), reply.cptr());
            } else {
                next.replyRecv(endpoint.cptr(), handle(info), reply.cptr());
            }
        }

        /**
         * A fault that any answer makes happen again, for ever: it gets none, and the faulter is
         * begun anew before the next round. Receiving with the same reply object lets go of it.
         */
        private boolean repeatsIfAnswered(long info) {
            boolean repeats = MessageInfo.label(info) == Fault.CAP_FAULT;
            if (repeats) {
                calls.learn("gave up", info);
            }
            return repeats;
        }

        private long handle(long info) {
            calls.learn("received", info);
            IpcBuffer ipc = calls.sel4.ipc();
            long ip = instructionPointer(info);
            for (int i = calls.random.nextInt(3); i > 0; i--) {
                calls.any();
            }
            return ip == 0 ? calls.message() : goOn(ipc, info, ip);
        }

        /** Of a thread that faulted; 0 for an ordinary message. */
        private long instructionPointer(long info) {
            return switch ((int) MessageInfo.label(info)) {
                case Fault.USER_EXCEPTION -> calls.sel4.ipc().mr(Fault.UserException.IP);
                case Fault.UNKNOWN_SYSCALL -> calls.sel4.ipc().mr(Fault.UnknownSyscall.IP);
                default -> 0;
            };
        }

        /** The answer after which the faulter goes on behind its instruction. */
        private long goOn(IpcBuffer ipc, long info, long ip) {
            boolean isTrap = MessageInfo.label(info) == Fault.USER_EXCEPTION;
            int word = isTrap ? Fault.UserException.IP : Fault.UnknownSyscall.IP;
            for (int i = 0; i < word; i++) {
                ipc.mr(i, 0);
            }
            ipc.mr(word, ip + Fault.INSTRUCTION_BYTES);
            return MessageInfo.of(0, word + 1);
        }
    }
}
