package io.atoll.kernel.multicore;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.World;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The programs of the soak test: on each of two cores some that exchange numbered messages, within
 * the core and with the other, and one that does all kinds of things to them. Every message is
 * accounted for by its number, and every flow counts how far it has come.
 */
final class Soak {
    private static final int CORES = 2;
    private static final int PRIORITY = 100;
    private static final int SLICE_MICROS = 5_000;

    /** How far something has come; written by one thread, read by the test. */
    static final class Flow {
        final String name;
        volatile long count;

        Flow(String name) {
            this.name = name;
        }

        /** The next number is this one, or something was lost, doubled or swapped. */
        void next(long number) {
            if (number != count) {
                throw new AssertionError(
                        "%s: message %d came instead of %d".formatted(name, number, count));
            }
            count = number + 1;
        }

        @Override
        public String toString() {
            return name + " " + count;
        }
    }

    private record Victim(Tcb tcb, SchedContext time) {}

    private final long seed;
    private final List<Flow> flows = new ArrayList<>();
    private final List<Victim> victims = new ArrayList<>();
    private final List<Tcb> prepared = new ArrayList<>();
    private World world;
    private volatile boolean isRunning;

    Soak(long seed) {
        this.seed = seed;
    }

    List<Flow> flows() {
        return flows;
    }

    /** The initial task: builds everything, then ends. */
    void build(World world) {
        this.world = world;
        for (int core = 0; core < CORES; core++) {
            callsWithinTheCore(core, Servers.values()[core]);
            messagesToTheOther(core);
            callsToTheOther(core);
            signalsToAndFro(core);
        }
        sharedPassiveServers();
        for (int core = 0; core < CORES; core++) {
            disturber(core);
        }
        // Only now: from here on the initial task may never get the core again.
        prepared.forEach(tcb -> tcb.resume().orThrow());
        isRunning = true;
    }

    /** Whether everything is built, so that {@link #flows} has all. */
    boolean isRunning() {
        return isRunning;
    }

    private Flow flow(String name, int core) {
        Flow made = new Flow(name + " of core " + core);
        flows.add(made);
        return made;
    }

    private SplittableRandom random(String name, int core) {
        return new SplittableRandom(seed ^ name.hashCode() ^ ((long) core << 32));
    }

    private Victim start(int core, String name, StackfulProgram program, boolean mayBeHarmed) {
        Tcb tcb = world.passiveThread(name + core, PRIORITY, program);
        SchedContext time = world.schedContextOn(core);
        time.bind(tcb).orThrow();
        prepared.add(tcb);
        Victim made = new Victim(tcb, time);
        if (mayBeHarmed) {
            victims.add(made);
        }
        return made;
    }

    /** Between two system calls: mostly nothing; now and then others get the core, or the CPU. */
    private static void pause(Sel4 sel4, SplittableRandom random) {
        int drawn = random.nextInt(256);
        if (drawn < 16) {
            sel4.yieldNow();
        } else if (drawn == 16) {
            Thread.yield();
        } else if (drawn < 20) {
            for (int i = random.nextInt(2_000); i > 0; i--) {
                Thread.onSpinWait();
            }
        }
    }

    /** Fastpath calls to a passive server of the same core. Lent time gets lost with its caller. */
    private void callsWithinTheCore(int core, Servers kind) {
        Endpoint endpoint = world.endpoint();
        passiveServer(core, "server", endpoint, kind);
        start(core, "client", client(endpoint, flow("calls", core), random("client", core)), false);
    }

    /**
     * Passive servers on one endpoint for callers of both cores: they migrate with every change of
     * hands, and both cores' threads meet in its queue.
     */
    private void sharedPassiveServers() {
        Endpoint endpoint = world.endpoint();
        for (int i = 0; i < CORES; i++) {
            passiveServer(i, "shared", endpoint, Servers.values()[i]);
        }
        for (int core = 0; core < CORES; core++) {
            Flow flow = flow("shared calls", core);
            start(core, "sharer", client(endpoint, flow, random("sharer", core)), false);
        }
    }

    private void passiveServer(int core, String name, Endpoint endpoint, Servers kind) {
        Reply reply = world.reply();
        Program server =
                kind.of(
                        endpoint.cptr(),
                        reply.cptr(),
                        (sel4, badge, info) -> {
                            sel4.ipc().mr(0, ~sel4.ipc().mr(0));
                            return MessageInfo.of(0, 1);
                        });
        Tcb tcb = world.passiveThread(name + core, PRIORITY, server);
        // It runs until it waits, on time that is then taken away.
        SchedContext borrowed = world.schedContextOn(0);
        borrowed.bind(tcb).orThrow();
        tcb.resume().orThrow();
        world.letOthersRun();
        borrowed.unbind().orThrow();
    }

    private static StackfulProgram client(Endpoint endpoint, Flow flow, SplittableRandom random) {
        return sel4 -> {
            for (long i = 0; ; i++) {
                sel4.ipc().mr(0, i);
                sel4.call(endpoint.cptr(), MessageInfo.of(0, 1));
                flow.next(~sel4.ipc().mr(0));
                pause(sel4, random);
            }
        };
    }

    /** Send and Recv, the slow path, from core to core; both sides may be stopped at any time. */
    private void messagesToTheOther(int core) {
        Endpoint endpoint = world.endpoint();
        Reply reply = world.reply();
        Flow flow = flow("messages", core);
        SplittableRandom sending = random("sender", core);
        SplittableRandom receiving = random("receiver", core);
        start(
                core,
                "sender",
                sel4 -> {
                    for (long i = 0; ; i++) {
                        sel4.ipc().mr(0, i);
                        sel4.send(endpoint.cptr(), MessageInfo.of(0, 1));
                        pause(sel4, sending);
                    }
                },
                true);
        start(
                1 - core,
                "receiver",
                sel4 -> {
                    while (true) {
                        sel4.recv(endpoint.cptr(), reply.cptr());
                        flow.next(sel4.ipc().mr(0));
                        pause(sel4, receiving);
                    }
                },
                true);
    }

    /**
     * Calls to a server with time of its own on the other core. A call that was cut short is made
     * again, so the server may see a number twice.
     */
    private void callsToTheOther(int core) {
        Endpoint endpoint = world.endpoint();
        Reply reply = world.reply();
        SplittableRandom serving = random("active", core);
        start(
                1 - core,
                "active",
                sel4 -> {
                    long last = -1;
                    sel4.recv(endpoint.cptr(), reply.cptr());
                    while (true) {
                        long number = sel4.ipc().mr(0);
                        if (number != last && number != last + 1) {
                            throw new AssertionError(
                                    "call %d came after call %d".formatted(number, last));
                        }
                        last = number;
                        sel4.ipc().mr(0, ~number);
                        pause(sel4, serving);
                        sel4.ipc().mr(0, ~number);
                        sel4.replyRecv(endpoint.cptr(), MessageInfo.of(0, 1), reply.cptr());
                    }
                },
                false);
        Flow flow = flow("remote calls", core);
        start(core, "caller", client(endpoint, flow, random("caller", core)), true);
    }

    /** A signal there, a signal back: if one were lost, both would wait for ever. */
    private void signalsToAndFro(int core) {
        Notification there = world.notification();
        Notification back = world.notification();
        long badge = 1L << core;
        Notification ringThere = world.badged(there, badge);
        Notification ringBack = world.badged(back, badge);
        Flow flow = flow("signals", core);
        SplittableRandom pinging = random("pinger", core);
        SplittableRandom ponging = random("ponger", core);
        start(
                core,
                "pinger",
                sel4 -> {
                    for (long i = 0; ; i++) {
                        sel4.notification(ringThere.cptr()).signal();
                        waitFor(sel4, back, badge, pinging);
                        flow.next(i);
                        pause(sel4, pinging);
                    }
                },
                true);
        start(
                1 - core,
                "ponger",
                sel4 -> {
                    while (true) {
                        waitFor(sel4, there, badge, ponging);
                        sel4.notification(ringBack.cptr()).signal();
                        pause(sel4, ponging);
                    }
                },
                true);
    }

    /** By waiting, or by polling for a while first. */
    private static void waitFor(
            Sel4 sel4, Notification notification, long badge, SplittableRandom random) {
        for (int polls = random.nextInt(8); polls > 0; polls--) {
            sel4.nbAwait(notification.cptr());
            if (sel4.ipc().senderBadge() == badge) {
                return;
            }
        }
        sel4.await(notification.cptr());
        if (sel4.ipc().senderBadge() != badge) {
            throw new AssertionError("woken by badge " + sel4.ipc().senderBadge());
        }
    }

    /**
     * Suspends, moves, demotes and resumes others; makes and deletes threads, mints and revokes.
     */
    private void disturber(int core) {
        Flow flow = flow("disturbances", core);
        SplittableRandom random = random("disturber", core);
        Tools tools = new Tools(world);
        List<Victim> all = List.copyOf(victims);
        start(
                core,
                "disturber",
                sel4 -> {
                    for (long i = 0; ; i++) {
                        Victim victim = all.get(random.nextInt(all.size()));
                        switch (random.nextInt(5)) {
                            case 0 -> tools.stopAndGo(sel4, victim, random);
                            case 1 -> tools.move(sel4, victim, random.nextInt(CORES));
                            case 2 -> tools.demote(sel4, victim, random);
                            case 3 -> tools.makeAndDelete(sel4, random.nextInt(CORES), random);
                            default -> tools.mintAndRevoke(sel4, random);
                        }
                        flow.next(i);
                        for (int turns = random.nextInt(20); turns > 0; turns--) {
                            sel4.yieldNow();
                        }
                    }
                },
                false);
    }

    /** Capabilities of one disturber, all made in advance. */
    private static final class Tools {
        private final World world;
        private final long scratch;
        private final long slots;
        private final Endpoint endpoint;
        private final Notification rung;

        Tools(World world) {
            this.world = world;
            this.scratch = world.make(ObjectType.UNTYPED, 16);
            this.slots = world.slots(8);
            this.endpoint = world.endpoint();
            this.rung = world.notification();
        }

        void stopAndGo(Sel4 sel4, Victim victim, SplittableRandom random) {
            Tcb tcb = sel4.tcb(victim.tcb.cptr());
            tcb.suspend().orThrow();
            pause(sel4, random);
            tcb.resume().orThrow();
        }

        void move(Sel4 sel4, Victim victim, int core) {
            control(sel4, core)
                    .configure(sel4.schedContext(victim.time.cptr()), SLICE_MICROS)
                    .orThrow();
        }

        private SchedControl control(Sel4 sel4, int core) {
            return sel4.schedControl(world.bootInfo.schedControl().start() + core);
        }

        void demote(Sel4 sel4, Victim victim, SplittableRandom random) {
            Tcb tcb = sel4.tcb(victim.tcb.cptr());
            tcb.setPriority(sel4.tcb(world.self().cptr()), PRIORITY - 1).orThrow();
            pause(sel4, random);
            tcb.setPriority(sel4.tcb(world.self().cptr()), PRIORITY).orThrow();
        }

        /**
         * A thread, busy on some core, whose memory is taken back in the middle of what it does.
         */
        void makeAndDelete(Sel4 sel4, int core, SplittableRandom random) {
            var untyped = sel4.untyped(scratch);
            var root = sel4.cnode(world.root.cptr());
            untyped.retype(ObjectType.TCB, 0, root, slots, 1).orThrow();
            untyped.retype(ObjectType.SCHED_CONTEXT, 8, root, slots + 1, 1).orThrow();
            Tcb tcb = sel4.tcb(slots);
            SchedContext time = sel4.schedContext(slots + 1);
            control(sel4, core).configure(time, SLICE_MICROS).orThrow();
            tcb.setSpace(null, root, 0, sel4.vspace(world.vspace().cptr()), 0).orThrow();
            tcb.setPriority(sel4.tcb(world.self().cptr()), PRIORITY).orThrow();
            StackfulProgram busy =
                    mine -> {
                        while (true) {
                            mine.notification(rung.cptr()).signal();
                            mine.yieldNow();
                        }
                    };
            tcb.writeRegisters(false, UserContext.at(sel4.entryPoint(busy))).orThrow();
            time.bind(tcb).orThrow();
            tcb.resume().orThrow();
            for (int turns = random.nextInt(4); turns > 0; turns--) {
                sel4.yieldNow();
            }
            root.slot(scratch).revoke().orThrow();
        }

        void mintAndRevoke(Sel4 sel4, SplittableRandom random) {
            var root = sel4.cnode(world.root.cptr());
            var original = root.slot(endpoint.cptr());
            int copies = 1 + random.nextInt(4);
            for (int i = 0; i < copies; i++) {
                root.slot(slots + 2 + i).mint(original, CapRights.ALL, i + 1).orThrow();
            }
            original.revoke().orThrow();
        }
    }
}
