package io.atoll.benchmarks.simulator;

import io.atoll.coordinator.ObjectAllocator;
import io.atoll.coordinator.ThreadAllocator;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

import java.util.Locale;

/**
 * What every core of the simulated machine does, for ever. All cores are busy all the time, so it
 * is the simulator that is measured, and none of its savings for cores that wait.
 */
enum SimulatorLoad {
    /** {@code Call} and {@code ReplyRecv}; the server has a stack of its own. */
    CALLS_STACKFUL {
        @Override
        void start(Sel4 sel4, BootInfo bootInfo, Place place) {
            calls(sel4, bootInfo, place, SimulatorLoad::stackfulServer);
        }
    },

    /** The same; the server is an event handler. */
    CALLS_STACKLESS {
        @Override
        void start(Sel4 sel4, BootInfo bootInfo, Place place) {
            calls(sel4, bootInfo, place, SimulatorLoad::stacklessServer);
        }
    },

    /** Two cores of two clusters hand a word to and fro over two rings, and poll for it. */
    RINGS {
        @Override
        void start(Sel4 sel4, BootInfo bootInfo, Place place) {
            RingLoad.run(sel4, bootInfo, place);
        }
    },

    /** Two cores of two clusters raise an interrupt at one another, and wait for it asleep. */
    DOORBELLS {
        @Override
        void start(Sel4 sel4, BootInfo bootInfo, Place place) {
            DoorbellLoad.run(sel4, bootInfo, place);
        }
    };

    private static final int CLIENT_PRIORITY = 100;
    private static final int SERVER_PRIORITY = 200;
    private static final long ONE_WORD = MessageInfo.of(0, 1);

    /**
     * Where a load runs.
     *
     * @param core number of the core in the machine
     * @param clusterCores how many cores its kernel has; it is the first of them
     * @param peer the core that it talks to, of another cluster
     * @param pace to be kept, operation by operation
     */
    record Place(int core, int clusterCores, int peer, Pace pace) {
        /** The smaller number begins. */
        boolean isFirst() {
            return core < peer;
        }
    }

    /** The program of one core; it does not return. */
    abstract void start(Sel4 sel4, BootInfo bootInfo, Place place);

    /** Name in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it talks to another cluster. */
    boolean needsPeer() {
        return this == RINGS || this == DOORBELLS;
    }

    private interface Server {
        Program of(long endpoint, long reply);
    }

    /**
     * Starts a server on each core of the cluster, and its client; the first core's is this thread.
     */
    private static void calls(Sel4 sel4, BootInfo bootInfo, Place place, Server servers) {
        ObjectAllocator objects = new ObjectAllocator(sel4, bootInfo);
        sel4.tcb(InitCaps.TCB).setPriority(sel4.tcb(InitCaps.TCB), CLIENT_PRIORITY).orThrow();
        for (int core = place.clusterCores() - 1; core >= 0; core--) {
            ThreadAllocator threads =
                    new ThreadAllocator(sel4, objects, bootInfo.schedControl().start() + core);
            long endpoint = objects.make(ObjectType.ENDPOINT);
            long reply = objects.make(ObjectType.REPLY);
            long server =
                    threads.start("server", SERVER_PRIORITY, servers.of(endpoint, reply))
                            .schedContext();
            if (core == 0) {
                call(sel4, endpoint, server, place.pace());
            }
            threads.start(
                    "client",
                    CLIENT_PRIORITY,
                    (StackfulProgram) own -> call(own, endpoint, server, Pace.FREE));
        }
    }

    /** The server has begun to wait, for it runs before its client. */
    private static void call(Sel4 sel4, long endpoint, long serverContext, Pace pace) {
        sel4.schedContext(serverContext).unbind().orThrow();
        for (long word = 0; ; word++) {
            pace.step();
            sel4.ipc().mr(0, word);
            sel4.call(endpoint, ONE_WORD);
            if (sel4.ipc().mr(0) != word + 1) {
                throw new IllegalStateException("the answer to " + word + " is wrong");
            }
        }
    }

    private static Program stackfulServer(long endpoint, long reply) {
        return (StackfulProgram)
                sel4 -> {
                    sel4.recv(endpoint, reply);
                    while (true) {
                        sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
                        sel4.replyRecv(endpoint, ONE_WORD, reply);
                    }
                };
    }

    private static Program stacklessServer(long endpoint, long reply) {
        return new StacklessProgram() {
            private Sel4 sel4;

            @Override
            public void start(Sel4 own, NextSystemCall next) {
                sel4 = own;
                next.recv(endpoint, reply);
            }

            @Override
            public void message(long badge, long info, NextSystemCall next) {
                sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
                next.replyRecv(endpoint, ONE_WORD, reply);
            }
        };
    }
}
