package io.atoll.cluster.pinned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.EndedClusters;
import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Clusters whose kernel image runs on several cores; one subclass per locking discipline. */
@Timeout(60)
abstract class SharedImageContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MEMORY_BYTES = 1 << 20;
    private static final int LINE = 5;

    private final LockingDiscipline locking;
    private final ConcurrentLinkedQueue<String> crashes = new ConcurrentLinkedQueue<>();
    private long regionsBefore;

    SharedImageContract(LockingDiscipline locking) {
        this.locking = locking;
    }

    @BeforeEach
    void countRegions() {
        regionsBefore = MemoryMap.liveRegions();
    }

    @AfterEach
    void shouldLeakNothingAndCrashNobodyElse() throws InterruptedException {
        assertEquals(regionsBefore, MemoryMap.liveRegions());
        for (Thread thread : threadsOfMachines()) {
            // An executor has terminated a moment before its last thread is gone.
            assertTrue(thread.join(PATIENCE), () -> thread + " is still there");
        }
        assertEquals(List.of(), List.copyOf(crashes));
    }

    private static List<Thread> threadsOfMachines() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("atoll-"))
                .toList();
    }

    /** One cluster, its cores on CPUs of their own if there are so many. */
    private MachineConfig oneCluster(int cores) {
        return watched(MachineConfig.oneClusterOnCpus(cpus(cores)));
    }

    private static int[] cpus(int cores) {
        BitSet allowed = CpuAffinity.allowed();
        return allowed.cardinality() < cores
                ? IntStream.range(0, cores).map(_ -> CoreConfig.UNPINNED).toArray()
                : allowed.stream().limit(cores).toArray();
    }

    /** Cluster 0 has cores 0 and 1 of the machine, cluster 1 cores 2 and 3. */
    private MachineConfig twoClustersOfTwo() {
        return watched(MachineConfig.of(List.of(cluster(0, 1), cluster(2, 3))));
    }

    /** Every program that crashes is noted. */
    private MachineConfig watched(MachineConfig config) {
        return config.withMemoryBytes(MEMORY_BYTES)
                .withLocking(locking)
                .withObserver(
                        _ ->
                                new KernelObserver() {
                                    @Override
                                    public void userException(String thread, Throwable thrown) {
                                        crashes.add(thread + ": " + thrown.getMessage());
                                    }
                                });
    }

    private static ClusterConfig cluster(int... machineCores) {
        return new ClusterConfig(
                IntStream.of(machineCores)
                        .mapToObj(core -> new CoreConfig(core, CoreConfig.UNPINNED))
                        .toList());
    }

    /** Runs initial tasks until nothing can happen any more. */
    private static void run(MachineConfig config, Consumer<Guest> task)
            throws InterruptedException {
        try (PinnedMachine machine = new PinnedMachine(config)) {
            machine.boot((_, bootInfo) -> sel4 -> task.accept(new Guest(sel4, bootInfo)));
            assertTrue(machine.awaitIdle(PATIENCE));
            for (int i = 0; i < machine.clusterCount(); i++) {
                assertNull(machine.cluster(i).failure());
            }
        }
    }

    /** Answers each word with the next number. */
    private static StackfulProgram incrementing(long endpoint, long reply) {
        return sel4 -> {
            Endpoint input = sel4.endpoint(endpoint);
            input.recv(sel4.reply(reply));
            while (true) {
                sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
                input.replyRecv(MessageInfo.of(0, 1), sel4.reply(reply));
            }
        };
    }

    /** Calls again and again; counts the right answers. */
    private static StackfulProgram calling(long endpoint, int calls, AtomicInteger right) {
        return sel4 -> {
            for (int i = 0; i < calls; i++) {
                sel4.ipc().mr(0, i);
                sel4.call(endpoint, MessageInfo.of(0, 1));
                if (sel4.ipc().mr(0) == i + 1) {
                    right.incrementAndGet();
                }
            }
        };
    }

    @Nested
    class Boot {
        @Test
        void shouldTellWhichCoresTheClusterHas() throws InterruptedException {
            var told = new ConcurrentLinkedQueue<String>();
            run(
                    twoClustersOfTwo(),
                    guest -> {
                        ClusterBootInfo info = guest.bootInfo.extra(ClusterBootInfo.class);
                        told.add(
                                "%d of %s, %d nodes, %d controls, %s"
                                        .formatted(
                                                info.cluster(),
                                                info.clusterCores(),
                                                guest.bootInfo.numNodes(),
                                                guest.bootInfo.schedControl().end()
                                                        - guest.bootInfo.schedControl().start(),
                                                info.locking()));
                    });
            String rest = " of [[0, 1], [2, 3]], 2 nodes, 2 controls, " + locking;
            assertEquals(Set.of("0" + rest, "1" + rest), Set.copyOf(told));
        }

        @Test
        void shouldRunEachProgramOnTheCpuOfItsCore() throws InterruptedException {
            int[] cpus = cpus(2);
            var seen = new ConcurrentHashMap<Integer, BitSet>();
            run(
                    oneCluster(2),
                    guest -> {
                        for (int core = 0; core < 2; core++) {
                            int here = core;
                            guest.start(
                                    core,
                                    "core-" + core,
                                    _ -> seen.put(here, CpuAffinity.ofCurrentThread()));
                        }
                    });
            for (int core = 0; core < 2; core++) {
                BitSet expected = CpuAffinity.allowed();
                if (cpus[core] != CoreConfig.UNPINNED) {
                    expected.clear();
                    expected.set(cpus[core]);
                }
                assertEquals(expected, seen.get(core));
            }
        }

        @Test
        void shouldBootRunAndStopAHundredTimes() throws InterruptedException {
            MachineConfig config =
                    watched(MachineConfig.of(List.of(cluster(0, 1), cluster(2))))
                            .withRegions(List.of(new SharedRegion("shared", 4096, Set.of(0, 1))));
            AtomicInteger right = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                run(
                        config,
                        guest -> {
                            int cores = guest.bootInfo.extra(ClusterBootInfo.class).cores().size();
                            long endpoint = guest.make(ObjectType.ENDPOINT);
                            long reply = guest.make(ObjectType.REPLY);
                            guest.start(cores - 1, "server", incrementing(endpoint, reply));
                            guest.start(0, "client", calling(endpoint, 10, right));
                        });
            }
            assertEquals(100 * 2 * 10, right.get());
        }

        @Test
        void shouldFailInTheBootingThreadIfACoreCannotBeBound() {
            Assumptions.assumeTrue(
                    CpuAffinity.isSupported() && CpuAffinity.allowed().cardinality() >= 2);
            int none = CpuAffinity.allowed().length() + 1;
            AtomicInteger tasks = new AtomicInteger();
            PinnedMachine machine =
                    new PinnedMachine(
                            MachineConfig.oneClusterOnCpus(CoreConfig.UNPINNED, none)
                                    .withMemoryBytes(MEMORY_BYTES));
            IllegalStateException thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () -> machine.boot((_, _) -> _ -> tasks.incrementAndGet()));
            assertTrue(
                    thrown.getMessage().startsWith("cluster 0 did not boot"), thrown.getMessage());
            assertEquals(0, tasks.get(), "nothing ran");
        }
    }

    @Nested
    class Messages {
        @ParameterizedTest
        @EnumSource(IdleStrategy.class)
        void shouldBeAnsweredByAServerOnAnotherCore(IdleStrategy strategy)
                throws InterruptedException {
            int calls = 2_000;
            AtomicInteger right = new AtomicInteger();
            run(
                    oneCluster(2).withIdleStrategy(strategy),
                    guest -> {
                        long endpoint = guest.make(ObjectType.ENDPOINT);
                        long reply = guest.make(ObjectType.REPLY);
                        guest.start(1, "server", incrementing(endpoint, reply));
                        guest.start(0, "client", calling(endpoint, calls, right));
                    });
            assertEquals(calls, right.get());
        }

        @ParameterizedTest
        @EnumSource(IdleStrategy.class)
        void shouldNotBeHeldUpByThoseOfAnotherCore(IdleStrategy strategy)
                throws InterruptedException {
            int calls = 5_000;
            AtomicInteger right = new AtomicInteger();
            run(
                    oneCluster(2).withIdleStrategy(strategy),
                    guest -> {
                        for (int core = 0; core < 2; core++) {
                            long endpoint = guest.make(ObjectType.ENDPOINT);
                            long reply = guest.make(ObjectType.REPLY);
                            guest.start(core, "server", incrementing(endpoint, reply));
                            guest.start(core, "client", calling(endpoint, calls, right));
                        }
                    });
            assertEquals(2 * calls, right.get());
        }

        /** Four clients and four servers on each of so many cores, all on one endpoint. */
        @ParameterizedTest
        @ValueSource(ints = {2, 4})
        void shouldAllBeAnsweredWhenAllCoresShareAnEndpoint(int cores) throws InterruptedException {
            int calls = 300;
            int each = 4;
            AtomicInteger right = new AtomicInteger();
            run(
                    oneCluster(cores),
                    guest -> {
                        long endpoint = guest.make(ObjectType.ENDPOINT);
                        for (int i = 0; i < each * cores; i++) {
                            long reply = guest.make(ObjectType.REPLY);
                            guest.start(i % cores, "server", incrementing(endpoint, reply));
                            guest.start(i % cores, "client", calling(endpoint, calls, right));
                        }
                    });
            assertEquals(cores * each * calls, right.get());
        }
    }

    @Nested
    class Notifications {
        @ParameterizedTest
        @EnumSource(IdleStrategy.class)
        void shouldGoToAnotherCoreAndBack(IdleStrategy strategy) throws InterruptedException {
            int rounds = 2_000;
            AtomicInteger heard = new AtomicInteger();
            run(
                    oneCluster(2).withIdleStrategy(strategy),
                    guest -> {
                        long there = guest.make(ObjectType.NOTIFICATION);
                        long back = guest.make(ObjectType.NOTIFICATION);
                        guest.start(
                                1,
                                "answers",
                                sel4 -> {
                                    while (true) {
                                        sel4.notification(there).await();
                                        sel4.notification(back).signal();
                                    }
                                });
                        guest.start(
                                0,
                                "asks",
                                sel4 -> {
                                    for (int i = 0; i < rounds; i++) {
                                        sel4.notification(there).signal();
                                        sel4.notification(back).await();
                                        heard.incrementAndGet();
                                    }
                                });
                    });
            assertEquals(rounds, heard.get());
        }
    }

    @Nested
    class Doorbells {
        /** The line is the cluster's, at whichever of its cores it is raised. */
        @ParameterizedTest
        @ValueSource(ints = {2, 3})
        void shouldReachAnyCoreOfAnotherCluster(int machineCore) throws InterruptedException {
            int rounds = 200;
            AtomicInteger heard = new AtomicInteger();
            AtomicInteger listening = new AtomicInteger();
            run(
                    twoClustersOfTwo(),
                    guest -> {
                        boolean isFirst =
                                guest.bootInfo.extra(ClusterBootInfo.class).cluster() == 0;
                        Guest.Line line = guest.listen(LINE);
                        long doorbell = guest.doorbell(isFirst ? machineCore : 1, LINE);
                        guest.start(
                                1,
                                "rings",
                                sel4 ->
                                        exchange(
                                                sel4, isFirst, line, doorbell, rounds, heard,
                                                listening));
                    });
            assertEquals(2 * rounds, heard.get());
        }

        private static void exchange(
                Sel4 sel4,
                boolean isFirst,
                Guest.Line line,
                long doorbell,
                int rounds,
                AtomicInteger heard,
                AtomicInteger listening) {
            listening.incrementAndGet();
            while (listening.get() < 2) {
                Thread.yield();
                sel4.preemptionPoint();
            }
            Notification rung = sel4.notification(line.notification());
            for (int i = 0; i < rounds; i++) {
                if (isFirst) {
                    sel4.sgiSignal(doorbell).signal();
                }
                rung.await();
                sel4.irqHandler(line.handler()).ack().orThrow();
                heard.incrementAndGet();
                if (!isFirst) {
                    sel4.sgiSignal(doorbell).signal();
                }
            }
        }
    }

    @Nested
    class Idle {
        @Test
        void shouldNotBeIdleWhileAProgramRunsOnAnyCore() throws InterruptedException {
            AtomicInteger goOn = new AtomicInteger();
            try (PinnedMachine machine = new PinnedMachine(oneCluster(2))) {
                machine.boot(
                        (_, bootInfo) ->
                                sel4 ->
                                        new Guest(sel4, bootInfo)
                                                .start(
                                                        1,
                                                        "busy",
                                                        busy -> {
                                                            while (goOn.get() == 0) {
                                                                busy.preemptionPoint();
                                                            }
                                                        }));
                assertFalse(machine.awaitIdle(Duration.ofMillis(50)));
                goOn.set(1);
                assertTrue(machine.awaitIdle(PATIENCE));
            }
        }

        /** The timer is one for all cores. */
        @ParameterizedTest
        @EnumSource(IdleStrategy.class)
        void shouldNotBeIdleWhileAThreadOfAnyCoreWaitsForItsBudget(IdleStrategy strategy)
                throws InterruptedException {
            var done = new ConcurrentLinkedQueue<Integer>();
            run(
                    oneCluster(2).withIdleStrategy(strategy),
                    guest -> {
                        for (int core = 0; core < 2; core++) {
                            int here = core;
                            guest.start(
                                    "worker-" + core,
                                    guest.time(core, 1_000, 20_000),
                                    sel4 -> {
                                        long end = sel4.readClock() + 50_000_000;
                                        while (sel4.readClock() < end) {
                                            sel4.preemptionPoint();
                                        }
                                        done.add(here);
                                    });
                        }
                    });
            assertEquals(Set.of(0, 1), Set.copyOf(done));
        }

        @Test
        void shouldShareACoreAmongEquals() throws InterruptedException {
            AtomicInteger turns = new AtomicInteger();
            run(
                    oneCluster(2),
                    guest -> {
                        for (int i = 0; i < 2; i++) {
                            guest.start(
                                    "equal-" + i,
                                    guest.time(1, 1_000, 1_000),
                                    sel4 -> {
                                        turns.incrementAndGet();
                                        while (turns.get() < 2) {
                                            sel4.preemptionPoint();
                                        }
                                    });
                        }
                    });
            assertEquals(2, turns.get());
        }
    }

    @Nested
    class Isolation {
        @Test
        void shouldNotBeHarmedByAProgramThatCrashesOnAnotherCore() throws InterruptedException {
            AtomicInteger right = new AtomicInteger();
            run(
                    oneCluster(2),
                    guest -> {
                        long endpoint = guest.make(ObjectType.ENDPOINT);
                        long reply = guest.make(ObjectType.REPLY);
                        guest.start(1, "server", incrementing(endpoint, reply));
                        guest.start(0, "client", calling(endpoint, 500, right));
                        guest.start(
                                1,
                                "crasher",
                                _ -> {
                                    throw new IllegalStateException("crash");
                                });
                        guest.start(1, "neighbour", calling(endpoint, 500, right));
                    });
            assertEquals("crasher: crash", crashes.poll());
            assertEquals(1_000, right.get());
        }

        /** A kernel that is broken is broken on all its cores; the news goes out once. */
        @Test
        void shouldStopAllCoresOfAnImageWhenItsKernelBreaksOnOne() throws InterruptedException {
            var failed = new ConcurrentLinkedQueue<String>();
            AtomicInteger news = new AtomicInteger();
            AtomicInteger ready = new AtomicInteger();
            try (PinnedMachine machine =
                    new PinnedMachine(twoClustersOfTwo().withObserver(saboteur(failed)))) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    Guest guest = new Guest(sel4, bootInfo);
                                    if (cluster == 0) {
                                        guest.start(1, "saboteur", other -> awaitTwo(ready, other));
                                        guest.start(0, "bystander", other -> poll(ready, other));
                                    } else {
                                        hearOfFailures(guest, news, ready);
                                    }
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
                assertInstanceOf(KernelPanic.class, machine.cluster(0).failure());
                assertNull(machine.cluster(1).failure());
            }
            assertEquals(List.of("0 KernelPanic"), List.copyOf(failed));
            assertEquals(1, news.get());
        }

        private static MachineObserver saboteur(ConcurrentLinkedQueue<String> failed) {
            return new MachineObserver() {
                @Override
                public KernelObserver kernel(int cluster) {
                    return new KernelObserver() {
                        @Override
                        public void threadExited(String thread) {
                            if (thread.equals("saboteur")) {
                                throw new IllegalStateException("sabotage");
                            }
                        }
                    };
                }

                @Override
                public void clusterFailed(int cluster, Throwable failure) {
                    failed.add(cluster + " " + failure.getClass().getSimpleName());
                }
            };
        }

        private static void poll(AtomicInteger ready, Sel4 sel4) {
            ready.incrementAndGet();
            while (true) {
                sel4.preemptionPoint();
            }
        }

        private static void awaitTwo(AtomicInteger ready, Sel4 sel4) {
            while (ready.get() < 2) {
                Thread.yield();
                sel4.preemptionPoint();
            }
        }

        private static void hearOfFailures(Guest guest, AtomicInteger news, AtomicInteger ready) {
            Guest.Line line = guest.listen(ClusterBootInfo.ENDED_LINE);
            guest.start(
                    1,
                    "listener",
                    sel4 -> {
                        ready.incrementAndGet();
                        EndedClusters ended = guest.bootInfo.extra(ClusterBootInfo.class).ended();
                        while (true) {
                            sel4.notification(line.notification()).await();
                            for (int i = news.get(); i < ended.count(); i++) {
                                assertEquals(0, ended.cluster(i));
                                news.incrementAndGet();
                            }
                            sel4.irqHandler(line.handler()).ack().orThrow();
                        }
                    });
        }
    }

    @Nested
    class Stop {
        @Test
        void shouldStopProgramsThatPollOnAllCores() throws InterruptedException {
            CountDownLatch running = new CountDownLatch(2);
            try (PinnedMachine machine = new PinnedMachine(oneCluster(2))) {
                machine.boot(
                        (_, bootInfo) ->
                                sel4 -> {
                                    Guest guest = new Guest(sel4, bootInfo);
                                    for (int core = 0; core < 2; core++) {
                                        guest.start(
                                                core,
                                                "polls",
                                                other -> {
                                                    running.countDown();
                                                    while (true) {
                                                        other.preemptionPoint();
                                                    }
                                                });
                                    }
                                });
                running.await();
            }
        }

        @Test
        void shouldStopInTheMiddleOfTrafficBetweenCores() throws InterruptedException {
            for (int i = 0; i < 20; i++) {
                AtomicInteger right = new AtomicInteger();
                CountDownLatch answered = new CountDownLatch(1);
                try (PinnedMachine machine = new PinnedMachine(oneCluster(2))) {
                    machine.boot(
                            (_, bootInfo) ->
                                    sel4 -> {
                                        Guest guest = new Guest(sel4, bootInfo);
                                        long endpoint = guest.make(ObjectType.ENDPOINT);
                                        long reply = guest.make(ObjectType.REPLY);
                                        guest.start(1, "server", incrementing(endpoint, reply));
                                        guest.start(
                                                0,
                                                "client",
                                                client -> {
                                                    while (true) {
                                                        calling(endpoint, 10, right).run(client);
                                                        answered.countDown();
                                                    }
                                                });
                                    });
                    answered.await();
                }
                assertTrue(right.get() >= 10);
            }
        }

        @Test
        void shouldNameTheCoreThatDoesNotStop() throws InterruptedException {
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<Boolean> release = new AtomicReference<>(false);
            PinnedMachine machine = new PinnedMachine(oneCluster(2), Duration.ofMillis(100));
            machine.boot(
                    (_, bootInfo) ->
                            sel4 ->
                                    new Guest(sel4, bootInfo)
                                            .start(
                                                    1,
                                                    "deaf",
                                                    _ -> {
                                                        running.countDown();
                                                        while (!release.get()) {
                                                            Thread.yield(); // no system call
                                                        }
                                                    }));
            running.await();
            assertEquals(
                    "a program did not come to a system call within 0.100 s: 'deaf' on cluster 0,"
                            + " core 1; until it does, its thread and the machine's memory stay",
                    assertThrows(IllegalStateException.class, machine::close).getMessage());
            release.set(true);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (MemoryMap.liveRegions() > regionsBefore || !threadsOfMachines().isEmpty()) {
                assertTrue(System.nanoTime() < end, "the last core does not clean up");
                Thread.sleep(1);
            }
        }
    }
}
